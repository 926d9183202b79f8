import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorldError } from '../base/index.js';
import { bind, sql } from '../dialect/index.js';
import { TrinoEngine } from './trino.js';
import { TrinoQueryError } from './trino-types.js';

/** A server that plays back answers of Trino's protocol and remembers what it was asked. */
let server: Server;
let address: string;
let asked: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[];
let answers: { status?: number; body: string }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(pieces).toString('utf8') });
      const answer = method === 'DELETE' ? { status: 204, body: '' } : answers.shift();
      // Without an answer the question stays open, as with a server that is busy.
      if (answer === undefined) return;
      response.writeHead(answer.status ?? 200).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const columns =
  '"columns":[{"name":"n","type":"bigint"},{"name":"d","type":"double"},{"name":"t","type":"varchar"}]';
/** A page that names the next one under another host, as a server behind a proxy does. */
const page = (rest: string, next?: number): { body: string } => ({
  body: `{"id":"q1",${next === undefined ? '' : `"nextUri":"http://inside:1/v1/statement/q1/${next}",`}"stats":{"state":"RUNNING"}${rest}}`,
});

test('pages are followed, integers are exact, and doubles without a number in JSON are read', async () => {
  answers = [
    page('', 1),
    page(`,${columns},"data":[[9007199254740993,0.1234567890123456,"1234567890123456789"]]`, 2),
    page(`,${columns},"data":[[-5,"NaN",null]]`),
  ];
  const { columns: names, rows } = await new TrinoEngine({ server: address }).query(
    sql`SELECT ${bind("it's ?")}`,
  );
  expect(names.map((each) => each.name)).toEqual(['n', 'd', 't']);
  expect(rows).toEqual([
    [9007199254740993n, 0.1234567890123456, '1234567890123456789'],
    [-5, Number.NaN, null],
  ]);
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /v1/statement',
    'GET /v1/statement/q1/1',
    'GET /v1/statement/q1/2',
  ]);
  expect(asked[0]?.body).toBe("SELECT 'it''s ?'");
  expect(asked[0]?.headers).toMatchObject({ 'x-trino-user': 'sluice', 'x-trino-time-zone': 'UTC' });
});

test('a page may have more rows than a call takes arguments', async () => {
  const many = 300_000;
  answers = [page(`,${columns},"data":[${Array(many).fill('[1,2.5,"a"]').join(',')}]`)];
  const { rows } = await new TrinoEngine({ server: address }).query(sql`SELECT 1`);
  expect(rows.length).toBe(many);
});

test('an empty result has its columns', async () => {
  answers = [page('', 1), page(`,${columns}`)];
  const result = await new TrinoEngine({ server: address }).query(sql`SELECT 1`);
  expect(result.rows).toEqual([]);
  expect(result.columns).toHaveLength(3);
});

test("a failure is told in Trino's words", async () => {
  answers = [
    page('', 1),
    page(
      ',"error":{"message":"line 1:8: Division by zero\\nat","errorName":"DIVISION_BY_ZERO","errorType":"USER_ERROR"}',
    ),
  ];
  const failure = await new TrinoEngine({ server: address })
    .query(sql`SELECT 1/0`)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TrinoQueryError);
  expect(failure).toMatchObject({
    message: 'line 1:8: Division by zero',
    errorName: 'DIVISION_BY_ZERO',
    queryId: 'q1',
  });
});

test('an interrupt ends the query here and on the server', async () => {
  answers = [page('', 1)];
  const engine = new TrinoEngine({ server: address });
  const running = engine.query(sql`SELECT 1`);
  setTimeout(() => engine.interrupt(), 100);
  await expect(running).rejects.toThrow('stopped');
  expect(asked.map(({ method, url }) => `${method} ${url}`).at(-1)).toBe('DELETE /v1/statement/q1/1');
});

test('whoever stops reading leaves no query behind', async () => {
  answers = [page(`,${columns},"data":[[1,2,"a"]]`, 1)];
  for await (const { rows } of new TrinoEngine({ server: address }).stream(sql`SELECT 1`)) {
    expect(rows).toHaveLength(1);
    break;
  }
  expect(asked.at(-1)?.method).toBe('DELETE');
});

test('a busy server is asked again; others are named', async () => {
  answers = [{ status: 503, body: '' }, page(`,${columns},"data":[[1,2,"a"]]`)];
  expect((await new TrinoEngine({ server: address }).query(sql`SELECT 1`)).rows).toHaveLength(1);
  answers = [{ status: 401, body: 'Unauthorized' }];
  await expect(new TrinoEngine({ server: address }).query(sql`SELECT 1`)).rejects.toThrow('HTTP 401');
  answers = [{ body: '<html>' }];
  await expect(new TrinoEngine({ server: address }).query(sql`SELECT 1`)).rejects.toThrow(
    'does not answer as Trino',
  );
});

test('an address that is none, and a server that is not there', async () => {
  expect(() => new TrinoEngine({ server: 'localhost:8080' })).toThrow(WorldError);
  await expect(new TrinoEngine({ server: 'http://127.0.0.1:1' }).query(sql`SELECT 1`)).rejects.toThrow(
    'No Trino answers',
  );
});
