// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of Terraform look like those of JavaScript.
import { expect, test } from 'vitest';
import { printHcl } from './hcl.js';

test('texts lose nothing to quotes, line ends and templates', () => {
  const text = 'a "b" \\ ${c} %{d}\ne';
  expect(printHcl([{ type: 'x', attributes: { text } }])).toBe(
    'x {\n  text = "a \\"b\\" \\\\ $${c} %%{d}\\ne"\n}\n',
  );
  expect(printHcl([{ type: 'x', attributes: { text: { heredoc: 'a ${b}\n"c" \\;' } } }])).toBe(
    'x {\n  text = <<-EOT\n    a $${b}\n    "c" \\;\n  EOT\n}\n',
  );
});

test('equals signs of neighbouring lines stand under each other, values of several lines apart', () => {
  const attributes = {
    a: 1,
    long: true,
    none: undefined,
    list: ['1', '2', '3', '4', '5'],
    z: { reference: 'a.b' },
  };
  expect(printHcl([{ type: 'x', labels: ['y'], attributes }], ['note'])).toBe(
    '# note\n\nx "y" {\n  a    = 1\n  long = true\n  list = [\n    "1",\n    "2",\n    "3",\n    "4",\n    "5",\n  ]\n  z = a.b\n}\n',
  );
});
