// SPDX-License-Identifier: Apache-2.0
// Pages in Chromium, which are clients by page/dpop.js. Each has a key of its own; the token is that of the first.
import { chromium } from 'playwright-core';
import { input, report } from './exchange.js';

const { browser: executablePath, page: address, tokenEndpoint, requests } = input;

const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const owner = await open();
  const stranger = await open();
  const key = await owner.evaluate(keyFacts);
  const token = await owner.evaluate(newToken, tokenEndpoint);
  const answers = [];
  for (const request of requests) {
    answers.push(await (request.signer === 'stranger' ? stranger : owner).evaluate(answerTo, { token, request }));
  }
  report({ version: browser.version(), key, answers });
} finally {
  await browser.close();
}

async function open() {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.key);
  return page;
}

// What follows runs in a page

async function keyFacts() {
  const exported = await crypto.subtle.exportKey('jwk', key.privateKey).then(
    () => 'exported',
    (e) => e.name,
  );
  return { origin: location.origin, isSecureContext, extractable: key.privateKey.extractable, exported };
}

async function newToken(tokenEndpoint) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'client-1' });
  const answer = await dpop.dpopFetch(key, undefined, tokenEndpoint, { method: 'POST', body });
  return (await answer.json()).access_token;
}

async function answerTo({ token, request }) {
  const { method, url, body, nonce, once } = request;
  if (nonce) {
    dpop.nonces.set(new URL(url).origin, nonce);
  }
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  try {
    const answer = await (once ? dpop.send : dpop.dpopFetch)(key, token, url, { method, headers, body });
    return {
      status: answer.status,
      challenge: answer.headers.get('WWW-Authenticate'),
      nonce: answer.headers.get('DPoP-Nonce'),
      body: await answer.text(),
    };
  } catch (e) {
    return { failure: e.name };
  }
}
