/** Reasons that several functions share. */
const sketch = 'it makes or reads a sketch, whose bytes only Trino knows';
const estimate = 'its estimate depends on how the engine counts, so answers would differ';
const prefix = 'Athena does not list the type IPPREFIX';
const hash = 'the embedded engine does not have this hash';
const binary = 'the embedded engine has no such view of bytes';
const geometry = 'geometries are not part of flow logs';
const distribution = 'the embedded engine does not have this distribution';

const refuse = (names: string, reason: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, reason]));

/** Functions of Trino that are not carried out, each with the reason, for refusals and for the reference. */
export const refusedFunctions: Readonly<Record<string, string>> = {
  ...refuse('approx_most_frequent approx_set numeric_histogram tdigest_agg qdigest_agg', estimate),
  ...refuse('merge empty_approx_set value_at_quantile values_at_quantiles quantile_at_value', sketch),
  ...refuse('checksum', "it depends on Trino's own hash of values"),
  ...refuse(
    'xxhash64 spooky_hash_v2_32 spooky_hash_v2_64 murmur3 crc32 sha512 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512',
    hash,
  ),
  ...refuse(
    'to_big_endian_32 to_big_endian_64 from_big_endian_32 from_big_endian_64 to_ieee754_32 to_ieee754_64 from_ieee754_32 from_ieee754_64 to_base32 from_base32',
    binary,
  ),
  ...refuse('ip_prefix ip_subnet_min ip_subnet_max ip_subnet_range is_subnet_of', prefix),
  ...refuse('normal_cdf inverse_normal_cdf beta_cdf inverse_beta_cdf t_cdf t_pdf', distribution),
  ...refuse(
    'wilson_interval_lower wilson_interval_upper cosine_similarity',
    'it has no use for flow logs yet',
  ),
  ...refuse('format format_number', "its patterns are those of Java's Formatter"),
  ...refuse('parse_duration', 'it is not written yet'),
  ...refuse('word_stem soundex luhn_check', 'the embedded engine does not have it'),
  ...refuse('shuffle', 'its order is by chance'),
  ...refuse(
    'combinations contains_sequence multimap_from_entries split_to_multimap map_zip_with map_union reduce_agg set_agg set_union entropy bitwise_left_shift_agg',
    'it is not written yet',
  ),
  ...refuse('json_array_get', 'its answer for texts is no JSON (trino.io warns of it): write json_extract'),
  ...refuse('from_iso8601_timestamp_nanos from_unixtime_nanos', 'times have microseconds here'),
  ...refuse('invoker_principal version', 'it speaks of the service itself'),
  ...refuse(
    'st_distance st_point st_contains st_geometryfromtext to_spherical_geography great_circle_distance',
    geometry,
  ),
  ...refuse('make_set_digest merge_set_digest', sketch),
};
