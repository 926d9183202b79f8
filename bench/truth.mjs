/** Whether what was found is what there is: the outbound inventory against the conversations that were generated. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureLake, literal, withDuckDb } from './lake.mjs';
import { sluice } from './measure.mjs';
import { figure } from './report.mjs';

/** @param {import('./lake.mjs').Context} context */
export async function truth(context) {
  await ensureLake(context);
  const listing = `${context.lake}.needs.csv`;
  const where = ['--lake', context.lake, '--inventory', context.inventory, '--progress', 'off'];
  await sluice(['outbound', '--by', 'source', '--format', 'csv', ...where], { outputPath: listing });
  const counts = await withDuckDb(async (db) => {
    const same = ['interface', 'source', 'destination', 'protocol', 'port'].map(
      (key) => `found.${key} = real.${key}`,
    );
    const reader = await db.runAndReadAll(`SELECT count(real.port), count(*) FILTER (found.port IS NULL),
        count(*) FILTER (real.port IS NULL), sum(real.connections), sum(found.connections)
      FROM ${`read_csv(${literal(listing)}, header = true)`} AS found
      FULL JOIN ${literal(join(context.folder, 'truth', 'needs.parquet'))} AS real ON ${same.join(' AND ')}`);
    return (reader.getRows()[0] ?? []).map(Number);
  });
  await rm(listing);
  const [real = 0, missed = 0, invented = 0, connections = 0, found = 0] = counts;
  return [
    figure(context.format, 'needs generated', 'needs', [real]),
    figure(context.format, 'needs missed', 'needs', [missed], { target: 0 }),
    figure(context.format, 'needs invented', 'needs', [invented], { target: 0 }),
    figure(context.format, 'connections found / generated', 'x', [found / connections]),
  ];
}
