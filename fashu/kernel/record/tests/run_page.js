// Runs the checks of the page on records given as JSON lines, and prints the findings as JSON.
"use strict";
const fs = require("fs"), vm = require("vm"), readline = require("readline");

const [script, subtle] = process.argv.slice(2);
vm.runInThisContext(`${fs.readFileSync(script, "utf8")}
globalThis.page = { verifyRecord, verdictOf, sha256, sm3, hex };`);

const bytes = (text) => new Uint8Array(Buffer.from(text, "hex"));

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { record, data } = JSON.parse(line);
    const { sha256, sm3, hex, verifyRecord, verdictOf } = page;
    if (data !== undefined) {
      console.log(JSON.stringify([hex(sha256(bytes(data))), hex(sm3(bytes(data)))]));
      continue;
    }
    const findings = await verifyRecord(record, subtle === "none" ? undefined : crypto.subtle);
    console.log(JSON.stringify({ findings, verdict: verdictOf(findings)[0] }));
  }
})();
