// SPDX-License-Identifier: Apache-2.0
// What a script is told on its standard input, and what it tells on its standard output, in JSON.
import { text } from 'node:stream/consumers';

export const input = JSON.parse(await text(process.stdin));

export function report(result) {
  process.stdout.write(JSON.stringify(result));
}
