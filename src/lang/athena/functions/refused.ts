/** Reasons that several functions share. */
const sketch = 'it makes or reads a sketch, whose bytes only Trino knows';
const estimate = 'its estimate depends on how the engine counts, so answers would differ';
const prefix = 'Athena does not list the type IPPREFIX';
const hash = 'the embedded engine does not have this hash';
const binary = 'the embedded engine has no such view of bytes';
const geometry = 'geometries are not part of flow logs';
const distribution = 'the embedded engine does not have this distribution';

const geometries = [
  'bing_tile bing_tile_at bing_tile_coordinates bing_tile_polygon bing_tile_quadkey',
  'bing_tile_zoom_level bing_tiles_around convex_hull_agg from_encoded_polyline from_geojson_geometry',
  'geometry_from_hadoop_shape geometry_invalid_reason geometry_nearest_points geometry_to_bing_tiles',
  'geometry_union geometry_union_agg great_circle_distance line_interpolate_point',
  'line_interpolate_points line_locate_point simplify_geometry spatial_partitioning spatial_partitions',
  'st_area st_asbinary st_astext st_boundary st_buffer st_centroid st_contains st_convexhull',
  'st_coorddim st_crosses st_difference st_dimension st_disjoint st_distance st_endpoint st_envelope',
  'st_envelopeaspts st_equals st_exteriorring st_geometries st_geometryfromtext st_geometryn',
  'st_geometrytype st_geomfrombinary st_geomfromkml st_interiorringn st_interiorrings st_intersection',
  'st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid st_length st_linefromtext',
  'st_linestring st_multipoint st_numgeometries st_numinteriorring st_numpoints st_overlaps st_point',
  'st_pointn st_points st_polygon st_relate st_startpoint st_symdifference st_touches st_union',
  'st_within st_x st_xmax st_xmin st_y st_ymax st_ymin to_encoded_polyline to_geojson_geometry',
  'to_geometry to_spherical_geography',
].join(' ');

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
    'combinations contains_sequence multimap_from_entries split_to_multimap map_union reduce_agg',
    'it is rare over flow logs, and not written yet',
  ),
  ...refuse('json_array_get', 'its answer for texts is no JSON (trino.io warns of it): write json_extract'),
  ...refuse('from_iso8601_timestamp_nanos from_unixtime_nanos', 'times have microseconds here'),
  ...refuse('invoker_principal version', 'it speaks of the service itself'),
  ...refuse(geometries, geometry),
  ...refuse('make_set_digest merge_set_digest hash_counts intersection_cardinality jaccard_index', sketch),
  ...refuse('color rgb bar render', 'it draws in a terminal, by escape sequences'),
  ...refuse('current_groups', 'there are no users here'),
  ...refuse('exclude_columns', 'it is a table function: name the columns'),
  ...refuse('timezone', 'a column has one time zone here, which is written out: write it as a text'),
  ...refuse('parse_data_size parse_presto_data_size', 'its numbers have more digits than fit into 64 bits'),
  ...refuse('array_histogram', 'write histogram over UNNEST'),
  ...refuse(
    'euclidean_distance dot_product cosine_distance',
    'it compares vectors, of which flow logs have none',
  ),
  ...refuse(
    'bitwise_left_shift_agg entropy set_agg set_union ends_with',
    'Trino does not have it, and Athena does not list it',
  ),
};
