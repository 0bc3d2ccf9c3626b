// Draws what products show into build/pictures: emoji that pictures.csv names, the comic's people in
// every mood of people.csv, and credits.json with who drew what under which licence.
import { createAvatar } from "@dicebear/core";
import * as openPeeps from "@dicebear/open-peeps";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const EMOJI = "@iconify-json/fluent-emoji-flat";
const PEEPS = "@dicebear/open-peeps";

export async function pictures({ modules, data, out }) {
  const fresh = `${out}.new`; // swapped in whole
  await rm(fresh, { recursive: true, force: true });
  await mkdir(path.join(fresh, "people"), { recursive: true });
  await Promise.all([emoji(modules, data, fresh), people(data, fresh), credits(modules, fresh)]);
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
}

async function rows(file) {
  const [head, ...lines] = (await readFile(file, "utf8")).trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell])));
}

async function emoji(modules, data, out) {
  const set = JSON.parse(await readFile(path.join(modules, EMOJI, "icons.json"), "utf8"));
  for (const { name, icon } of await rows(path.join(data, "pictures.csv"))) {
    const drawn = set.icons[icon];
    if (!drawn) throw new Error(`pictures.csv: ${name}: no drawing called ${icon}`);
    const side = drawn.width ?? set.width ?? 32;
    await writeFile(
      path.join(out, `${name}.svg`),
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">${drawn.body}</svg>\n`,
    );
  }
}

async function people(data, out) {
  for (const row of await rows(path.join(data, "people.csv"))) {
    for (const [column, face] of Object.entries(row)) {
      if (!column.startsWith("face_")) continue;
      const avatar = createAvatar(openPeeps, {
        seed: row.name, // nothing is left to chance: every part is named below
        head: [row.head],
        face: [face],
        skinColor: [row.skin],
        clothingColor: [row.clothing],
        headContrastColor: [row.hair],
        accessories: row.accessories ? [row.accessories] : [],
        accessoriesProbability: row.accessories ? 100 : 0,
        facialHairProbability: 0,
        maskProbability: 0,
      });
      await writeFile(path.join(out, "people", `${row.name}-${column.slice(5)}.svg`), avatar.toString());
    }
  }
}

async function credits(modules, out) {
  const of = async (name) => JSON.parse(await readFile(path.join(modules, name, "package.json"), "utf8"));
  const [emojis, peeps] = [await of(EMOJI), await of(PEEPS)];
  await writeFile(
    path.join(out, "credits.json"),
    JSON.stringify([
      { what: "Hình minh họa", name: "Fluent Emoji", by: "Microsoft", licence: "MIT", version: emojis.version },
      { what: "Nhân vật", name: "Open Peeps (DiceBear)", by: "Pablo Stanley", licence: "CC0 1.0", version: peeps.version },
    ]),
  );
}
