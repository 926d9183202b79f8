import { expect, test } from 'vitest';
import { parameterValues } from '../../src/app/queries/fill.js';
import { languagesOf, readyQuestions } from '../../src/app/queries/index.js';
import { questionsPage } from '../../src/app/queries/reference.js';
import { explainQuery } from '../../src/app/query.js';
import { flowFields } from '../../src/flow/index.js';
import { valuesFor } from './settled-rows.js';

test('docs/reference/queries.md says what the table of questions says; -u writes it again', async () => {
  expect(readyQuestions.length).toBeGreaterThan(50);
  await expect(questionsPage()).toMatchFileSnapshot('../../docs/reference/queries.md');
});

/** Athena User Guide, "Query the flow logs with Amazon Athena": the sixteen predefined queries. */
const integration =
  `AcceptedTraffic AdminPortTraffic IPv4Traffic IPv6Traffic RejectedTCPTraffic RejectedTraffic SshRdpTraffic
  TopTalkers TopTalkersPacketLevel TopTalkingInstances TopTalkingSubnets TopTCPTraffic TotalBytesTransferred
  TotalBytesTransferredPacketLevel TrafficFrmSrcAddr TrafficToDstAddr`
    .split(/\s+/)
    .map((name) => `VpcFlowLogs${name}`);

test('the sixteen questions of the Athena integration are there under their names', () => {
  const names = readyQuestions.filter((each) => each.group === 'integration').map((each) => each.name);
  expect(integration).toHaveLength(16);
  expect(names.sort()).toEqual(integration.sort());
});

test.each(
  readyQuestions.flatMap((question) =>
    languagesOf(question).map((language) => [question.name, language, question] as const),
  ),
)('%s in %s prints for Trino too', (_, language, question) => {
  const fields = Object.values(flowFields).map((each) => each.log);
  const text = String(question.texts[language]);
  const parameters = parameterValues(question, text, valuesFor(question, '10.0.0.1'), { from: 0, to: 1 });
  const { sqlText } = explainQuery({
    text,
    language,
    parameters,
    engineName: 'trino',
    source: { formats: [{ fields }] },
  });
  expect(sqlText).toMatch(/^(?:SELECT|WITH)/);
});

test('names are told apart, fields are known, and each parameter has its place in some text', () => {
  const names = readyQuestions.map((each) => each.name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  const fields = new Set<string>(Object.values(flowFields).map((each) => each.log));
  for (const question of readyQuestions) {
    expect(question.fields.filter((each) => !fields.has(each))).toEqual([]);
    const texts = Object.values(question.texts).filter((text) => typeof text === 'string');
    const places = new Set(
      texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1])),
    );
    expect([...places].sort()).toEqual(question.parameters.map((each) => each.name).sort());
  }
});
