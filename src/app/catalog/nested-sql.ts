import { assertNever } from '../../base/index.js';
import { joinSql, name, Sql, sql, text } from '../../dialect/index.js';
import type { HiveType } from '../../lang/index.js';
import { engineTypeOf } from './column-types.js';

/**
 * Values with parts in the form in which queries have them: the fields of a row are called `f1`, `f2`, … whatever their
 * names are. Each level of a list has a name of its own in the lambda that goes through it.
 */

/** A value of a JSON text by a type; what is of another type is NULL. */
export function fromJson(value: Sql, type: HiveType, level = 0): Sql {
  switch (type.kind) {
    case 'plain':
      return plainFromJson(value, type);
    case 'array': {
      const each = Sql.fromParts(`x${level}`, []);
      const items = sql`CAST(${value} AS JSON[])`;
      const listed = sql`list_transform(${items}, lambda ${each}: ${fromJson(each, type.element, level + 1)})`;
      return sql`CASE WHEN json_type(${value}) = 'ARRAY' THEN ${listed} END`;
    }
    case 'struct': {
      const fields = type.fields.map((field, index) => {
        const own = fromJson(memberOf(value, field.name), field.type, level);
        return sql`${name(`f${index + 1}`)} := ${own}`;
      });
      return sql`CASE WHEN json_type(${value}) = 'OBJECT' THEN struct_pack(${joinSql(fields, ', ')}) END`;
    }
    case 'map':
      return sql`CAST(${value} AS ${Sql.fromParts(engineTypeOf(type), [])})`;
    default:
      return assertNever(type);
  }
}

function plainFromJson(value: Sql, type: HiveType): Sql {
  const wanted = engineTypeOf(type);
  // A text may be any value: an object stays as it is written.
  const written = sql`(${value} ->> '$')`;
  return wanted === 'VARCHAR' ? written : sql`TRY_CAST(${written} AS ${Sql.fromParts(wanted, [])})`;
}

/** A member by its name as it is declared, or in lower case. */
function memberOf(value: Sql, key: string): Sql {
  const path = (each: string): Sql => text(`$."${each.replaceAll('"', '\\"')}"`);
  const exact = sql`json_extract(${value}, ${path(key)})`;
  const lower = key.toLowerCase();
  return lower === key ? exact : sql`coalesce(${exact}, json_extract(${value}, ${path(lower)}))`;
}

/** A value of a Parquet file, whose rows have their own names, by a type. */
export function fromParquet(value: Sql, type: HiveType, level = 0): Sql {
  switch (type.kind) {
    case 'plain':
    case 'map':
      return sql`CAST(${value} AS ${Sql.fromParts(engineTypeOf(type), [])})`;
    case 'array': {
      const each = Sql.fromParts(`x${level}`, []);
      return sql`list_transform(${value}, lambda ${each}: ${fromParquet(each, type.element, level + 1)})`;
    }
    case 'struct': {
      const fields = type.fields.map((field, index) => {
        const own = fromParquet(sql`struct_extract(${value}, ${text(field.name)})`, field.type, level);
        return sql`${name(`f${index + 1}`)} := ${own}`;
      });
      return sql`CASE WHEN ${value} IS NOT NULL THEN struct_pack(${joinSql(fields, ', ')}) END`;
    }
    default:
      return assertNever(type);
  }
}
