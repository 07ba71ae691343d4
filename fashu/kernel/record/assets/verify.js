"use strict";

// Hashes. Both are written out here: the page must work from a folder, without a server, and
// browsers offer no SM3 at all.

const rotate = (word, by) => (word << by) | (word >>> (32 - by));

function pad(bytes) {
  const length = ((bytes.length + 8) >> 6) * 64 + 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  return view;
}

function digestOf(words) {
  const out = new DataView(new ArrayBuffer(32));
  words.forEach((word, i) => out.setUint32(4 * i, word));
  return new Uint8Array(out.buffer);
}

function roots(power) {
  const found = [];
  for (let n = 2; found.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) prime = prime && n % d !== 0;
    if (prime) found.push(Math.floor((n ** power % 1) * 2 ** 32));
  }
  return found;
}

const SHA256_START = roots(1 / 2).slice(0, 8);
const SHA256_ROUNDS = roots(1 / 3);

function sha256(bytes) {
  const view = pad(bytes), state = SHA256_START.slice(), w = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      const s0 = rotate(a, 25) ^ rotate(a, 14) ^ (a >>> 3);
      const s1 = rotate(b, 15) ^ rotate(b, 13) ^ (b >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7);
      const s0 = rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + SHA256_ROUNDS[i] + w[i]) | 0;
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
  }
  return digestOf(state);
}

// GB/T 32905-2016, section 4.1.
const SM3_START = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

function sm3(bytes) {
  const view = pad(bytes), state = SM3_START.slice(), w = new Int32Array(68);
  const p1 = (x) => x ^ rotate(x, 15) ^ rotate(x, 23);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + 4 * i);
    for (let i = 16; i < 68; i++) {
      w[i] = p1(w[i - 16] ^ w[i - 9] ^ rotate(w[i - 3], 15)) ^ rotate(w[i - 13], 7) ^ w[i - 6];
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const early = i < 16, twelve = rotate(a, 12);
      const ss1 = rotate((twelve + e + rotate(early ? 0x79cc4519 : 0x7a879d8a, i % 32)) | 0, 7);
      const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + (ss1 ^ twelve) + (w[i] ^ w[i + 4])) | 0;
      const tt2 = (gg + h + ss1 + w[i]) | 0;
      [d, c, b, a] = [c, rotate(b, 9), a, tt1];
      [h, g, f, e] = [g, rotate(f, 19), e, tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] ^= word));
  }
  return digestOf(state);
}

// Bytes and texts.

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

function unbase64(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  if (base64(bytes) !== text) throw new Error("Base64 的写法不规范");
  return bytes;
}

// Merkle trees: RFC 6962 for hashing, RFC 9162 (2.1.3.2, 2.1.4.2) for verifying.

const leafOf = (hash, data) => hash(joined([0], data));
const nodeOf = (hash, left, right) => hash(joined([1], left, right));
const half = (n) => Math.floor(n / 2);
const odd = (n) => n % 2 === 1;

function climb(hash, position, last, start, path) {
  let older = start, newer = start;
  for (const sibling of path) {
    if (last === 0) return null;
    if (odd(position) || position === last) {
      older = nodeOf(hash, sibling, older);
      newer = nodeOf(hash, sibling, newer);
      while (!odd(position) && position !== 0) [position, last] = [half(position), half(last)];
    } else {
      newer = nodeOf(hash, newer, sibling);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 ? [hex(older), hex(newer)] : null;
}

function includes(hash, data, index, size, proof, root) {
  if (index >= size) return false;
  const ends = climb(hash, index, size - 1, leafOf(hash, data), proof.map(unhex));
  return ends !== null && ends[1] === hex(root);
}

function continues(hash, before, now, proof, oldRoot, newRoot) {
  if (before.size === 0 || before.size >= now.size) return false;
  const power = 2 ** Math.round(Math.log2(before.size)) === before.size;
  const path = power ? [oldRoot, ...proof.map(unhex)] : proof.map(unhex);
  if (path.length === 0) return false;
  let position = before.size - 1, last = now.size - 1;
  while (odd(position)) [position, last] = [half(position), half(last)];
  const ends = climb(hash, position, last, path[0], path.slice(1));
  return ends !== null && ends[0] === hex(oldRoot) && ends[1] === hex(newRoot);
}

// Signed notes, checkpoints and keys of C2SP.

function readNote(text) {
  const cut = text.lastIndexOf("\n\n");
  if (cut < 0 || !text.endsWith("\n")) throw new Error("签名注记的格式不对");
  const signatures = text.slice(cut + 2, -1).split("\n").map((line) => {
    const parts = /^— (\S+) (\S+)$/.exec(line);
    if (!parts) throw new Error("签名行的格式不对");
    const data = unbase64(parts[2]);
    return { name: parts[1], keyId: hex(data.slice(0, 4)), blob: data.slice(4) };
  });
  return { text: text.slice(0, cut + 1), signatures };
}

function readCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length !== 5 || !/^(0|[1-9]\d{0,15})$/.test(lines[1]) || !lines[3].startsWith("sm3 ")) {
    throw new Error("检查点的格式不对");
  }
  const [root, sm3Root] = [unbase64(lines[2]), unbase64(lines[3].slice(4))];
  return { origin: lines[0], size: Number(lines[1]), root, sm3Root };
}

function readKey(text) {
  const [, name, keyId, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) || [];
  if (!name) throw new Error("公钥的格式不对");
  const data = unbase64(encoded);
  if (hex(sha256(joined(utf8(name), [10], data)).slice(0, 4)) !== keyId) {
    throw new Error("公钥的编号与内容不符");
  }
  return { name, keyId, kind: data[0], bytes: data.slice(1) };
}

const timeOf = (signature) => new DataView(signature.blob.buffer).getBigUint64(0);

// true or false; null where the browser knows no Ed25519.
async function isSigned(subtle, key, note, signature) {
  const timed = key.kind === 4;
  const head = timed ? `cosignature/v1\ntime ${timeOf(signature)}\n` : "";
  const blob = timed ? signature.blob.slice(8) : signature.blob;
  let imported;
  try {
    imported = await subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return subtle.verify({ name: "Ed25519" }, imported, blob, utf8(head + note.text));
}

// The checks. Each statement stands as holds, fails or open; unchecked is what the browser cannot.

const holds = (words) => ({ level: "holds", words });
const fails = (words) => ({ level: "fails", words });
const open = (words) => ({ level: "open", words });
const unchecked = (words) => ({ level: "unchecked", words });

async function signers(subtle, keys, note) {
  const held = [];
  for (const key of keys) {
    for (const signature of note.signatures) {
      if (signature.name !== key.name || signature.keyId !== key.keyId) continue;
      const signed = await isSigned(subtle, key, note, signature);
      if (signed === false) throw new Error(`“${key.name}”的签名与内容不符`);
      held.push({ key, signature, signed });
    }
  }
  return held;
}

async function checkLog(subtle, record, note, checkpoint) {
  const held = await signers(subtle, record.log_keys.map(readKey), note);
  if (held.length === 0) return [fails("检查点没有日志的签名。")];
  const names = held.map(({ key }) => `${key.name}（编号 ${key.keyId}）`).join("、");
  const signed = held.every(({ signed }) => signed)
    ? holds(`日志签署了共 ${checkpoint.size} 条的检查点，签名有效：${names}。`)
    : unchecked("本浏览器不支持 Ed25519，未核对签名。请换用新版浏览器，或用 fashu verify 核对。");
  return [signed, open(`公钥取自文件自身，只是自称。请向主办机关另行核对编号：${names}。`)];
}

function checkInclusion(record, checkpoint) {
  const wrong = record.events.filter((event) => {
    const data = utf8(event.envelope), index = event.leaf_index, size = checkpoint.size;
    return !(
      includes(sha256, data, index, size, event.inclusion, checkpoint.root) &&
      includes(sm3, data, index, size, event.sm3_inclusion, checkpoint.sm3Root)
    );
  });
  if (wrong.length === 0) {
    const count = record.events.length;
    return holds(`${count} 个事件都在已签署的日志中，SHA-256 与国密 SM3 两棵树均成立。`);
  }
  const listed = wrong.map((event) => event.leaf_index).join("、");
  return fails(`${wrong.length} 个事件不在已签署的日志中或被改动过（日志序号 ${listed}）。`);
}

function checkChain(events) {
  const found = [];
  let head = null, last = -1;
  events.forEach(({ event, envelope }, i) => {
    if (envelope.case !== events[0].envelope.case) found.push("文件混有不同案件的事件。");
    if (envelope.seq !== i + 1) {
      found.push(`应为第 ${i + 1} 号事件，实为第 ${envelope.seq} 号：有事件缺少、多出或调换。`);
    }
    if (envelope.prev !== head) found.push(`第 ${envelope.seq} 号事件记载的前序哈希与前一事件不符。`);
    if (event.leaf_index <= last) found.push(`第 ${envelope.seq} 号事件在日志中排在前一事件之前。`);
    head = hex(leafOf(sha256, utf8(event.envelope)));
    last = event.leaf_index;
  });
  if (found.length) return found.map(fails);
  return [holds(`本案第 1 至 ${events.length} 号事件连续无缺，前后哈希相接，次序与日志一致。`)];
}

function checkContents(events) {
  const kept = events.filter(({ event }) => event.payload !== null);
  const erased = events.filter(({ event }) => event.payload === null);
  const wrong = kept.filter(({ event, envelope }) => {
    const bound = hex(sha256(joined(unhex(event.salt), utf8(event.payload))));
    return bound !== envelope.commitment;
  });
  const numbers = (list) => list.map(({ envelope }) => envelope.seq).join("、");
  const found = [];
  if (wrong.length) found.push(fails(`第 ${numbers(wrong)} 号事件的内容与日志中的承诺不符：内容被改动。`));
  else if (kept.length) found.push(holds(`${kept.length} 个事件的内容与日志中的承诺一致。`));
  if (erased.length) {
    found.push(open(`第 ${numbers(erased)} 号事件的内容已清除；能证明发生过，不能再看到内容。`));
  }
  return found;
}

const localTime = (date) =>
  date.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long", timeStyle: "short" });
const momentOf = (signature) => localTime(new Date(Number(timeOf(signature)) * 1000));

async function checkWitnesses(subtle, record, note, checkpoint) {
  const keys = record.witness_keys.map(readKey), logs = record.log_keys.map(readKey);
  const found = [], heard = new Set();
  const hear = async (cosigned, size) => {
    const covered = record.events.filter((event) => event.leaf_index < size).length;
    for (const { key, signature, signed } of await signers(subtle, keys, cosigned)) {
      heard.add(key);
      const words = `见证人“${key.name}”于 ${momentOf(signature)} 见证日志到第 ${size} 条，含本案 ${covered} 个事件`;
      found.push(signed ? holds(`${words}。`) : unchecked(`${words}（本浏览器未核对签名）。`));
    }
  };
  await hear(note, checkpoint.size);
  for (const witnessed of record.witnessed) {
    const earlier = readNote(witnessed.note), before = readCheckpoint(earlier.text);
    const span = `第 ${before.size} 条到第 ${checkpoint.size} 条`;
    const [proof, sm3Proof] = [witnessed.consistency, witnessed.sm3_consistency];
    if ((await signers(subtle, logs, earlier)).length === 0) {
      found.push(fails("见证过的检查点没有日志的签名。"));
    } else if (
      before.origin === checkpoint.origin &&
      continues(sha256, before, checkpoint, proof, before.root, checkpoint.root) &&
      continues(sm3, before, checkpoint, sm3Proof, before.sm3Root, checkpoint.sm3Root)
    ) {
      found.push(holds(`日志从${span}只增未改（SHA-256 与国密 SM3）。`));
      await hear(earlier, before.size);
    } else {
      found.push(fails(`日志从${span}不是延续：见证过的日志与现在的日志分叉。`));
    }
  }
  for (const key of keys.filter((key) => !heard.has(key))) {
    found.push(fails(`文件称有见证人“${key.name}”，却没有其有效签名。`));
  }
  if (heard.size) return found;
  return [...found, open("没有独立见证：主办方可以向不同的人出示不同的日志，而从本文件看不出来。")];
}

const LIMITS =
  "日志能证明：上述事件在签署时已经写入，此后内容与次序都没有改动。" +
  "日志不能证明：末号事件之后是否还有事件（导出方可以只导出到某一号），" +
  "未写入系统的事是否发生，写入的内容是否属实，以及案号、标题等说明文字是否准确。" +
  "本页也不核对每一步是否合法：请用 fashu verify 按程序重新执行。";

async function verifyRecord(record, subtle) {
  try {
    const note = readNote(record.checkpoint), checkpoint = readCheckpoint(note.text);
    if (record.events.length === 0) return [fails("文件中没有任何事件。")];
    const events = record.events.map((event) => ({ event, envelope: JSON.parse(event.envelope) }));
    return [
      ...(await checkLog(subtle, record, note, checkpoint)),
      checkInclusion(record, checkpoint),
      ...checkChain(events),
      ...checkContents(events),
      ...(await checkWitnesses(subtle, record, note, checkpoint)),
      open(LIMITS),
    ];
  } catch (error) {
    return [fails(`文件不能采信：${error.message}。`)];
  }
}

// The page.

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function verdictOf(findings) {
  const count = (level) => findings.filter((finding) => finding.level === level).length;
  if (count("fails")) {
    const words = `有 ${count("fails")} 项不成立。请不要采信本文件，并向主办机关查询。`;
    return ["fails", "核验不通过", words];
  }
  if (count("unchecked")) {
    return ["open", "签名未能核对", "其余各项成立，但没有签名就不能采信。请换用新版浏览器。"];
  }
  const words = `${count("holds")} 项全部成立。尚未核对或不能证明的，见下文带圆点的各项。`;
  return ["holds", "核验通过", words];
}

function showFindings(findings) {
  const place = document.getElementById("verdict"), [level, title, words] = verdictOf(findings);
  place.className = level;
  place.querySelector("strong").textContent = title;
  place.querySelector("span").textContent = words;
  const marks = { holds: "✓", fails: "✗", open: "•", unchecked: "？" };
  const spoken = { holds: "成立", fails: "不成立", open: "说明", unchecked: "未核对" };
  document.getElementById("findings").replaceChildren(
    ...findings.map(({ level, words }) => {
      const item = element("li", undefined, level), mark = element("b", marks[level]);
      mark.title = spoken[level];
      mark.setAttribute("aria-label", spoken[level]);
      item.append(mark, element("span", words));
      return item;
    }),
  );
}

const KINDS = { taken: "步骤", served: "送达", lapsed: "届满", joined: "参加" };

function showEvents(record, titles) {
  document.getElementById("events").replaceChildren(
    ...record.events.map((event) => {
      const item = element("details"), head = element("summary");
      let envelope = {};
      try { envelope = JSON.parse(event.envelope); } catch { /* said among the findings */ }
      head.append(
        element("b", String(envelope.seq ?? "?")),
        element("span", `${envelope.on ?? ""}`),
        element("span", `${KINDS[envelope.kind] ?? envelope.kind ?? ""}　${titles[`${envelope.kind}:${envelope.key}`] ?? envelope.key ?? ""}`),
        element("small", `日志序号 ${event.leaf_index}`),
      );
      const payload = event.payload === null ? "内容已清除" : pretty(event.payload);
      item.append(
        head, element("h4", "内容"), element("pre", payload),
        element("h4", "信封（日志所证明的条目）"), element("pre", pretty(event.envelope)),
      );
      return item;
    }),
  );
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

function showCase(about, titles) {
  const names = {
    number: "案号", title: "标题", organ: "机关", procedure: "程序", stage: "阶段",
    exported_at: "导出时间",
  };
  document.querySelector("h1").textContent = about.title || about.number || "导出的案件";
  document.getElementById("about").replaceChildren(
    ...Object.entries(about)
      .filter(([, value]) => ["string", "number"].includes(typeof value) && value !== "")
      .flatMap(([key, value]) => [
        element("dt", names[key] || key),
        element("dd", key === "exported_at" ? localTime(new Date(value)) : titles[`${key}:${value}`] ?? String(value)),
      ]),
  );
}

if (typeof document !== "undefined") {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const record = read("record");
  const titles = read("titles");
  showCase(read("case"), titles);
  showEvents(record, titles);
  verifyRecord(record, globalThis.crypto?.subtle).then(showFindings);
}
