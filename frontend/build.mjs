// Builds the look into the ui app's static folder: one stylesheet, one script, fonts, icons.
// `node build.mjs` once; `node build.mjs --watch` while working on the look.
import { build } from "esbuild";
import { compileAsync } from "sass";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pictures } from "./pictures.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.resolve(here, "../src/mangnon/base/ui/static/ui/built");
const out = path.resolve(here, "../build/look.new"); // swapped in whole, so that a page never meets half a build
const modules = path.join(here, "node_modules");
const browsers = ["chrome87", "firefox85", "safari14"];

const fontAlphabets = ["latin", "latin-ext", "vietnamese"];
const fontWeights = [400, 600];

async function styles() {
  const sheet = await compileAsync(path.join(here, "styles/main.scss"), {
    loadPaths: [modules],
    quietDeps: true,
  });
  await build({
    stdin: { contents: sheet.css, loader: "css", resolveDir: here },
    minify: true,
    target: browsers,
    outfile: path.join(out, "mangnon.css"),
    logLevel: "warning",
  });
}

async function scripts() {
  await build({
    entryPoints: [path.join(here, "scripts/main.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: browsers,
    outfile: path.join(out, "mangnon.js"),
    logLevel: "warning",
  });
}

async function fonts() {
  const source = path.join(modules, "@fontsource/be-vietnam-pro");
  for (const weight of fontWeights) {
    for (const alphabet of fontAlphabets) {
      const name = `be-vietnam-pro-${alphabet}-${weight}-normal.woff2`;
      await copyFile(path.join(source, "files", name), path.join(out, name));
    }
  }
  await copyFile(path.join(source, "LICENSE"), path.join(out, "be-vietnam-pro-LICENSE.txt"));
}

// The drawings of each icon as markup, read by the `icon` tag; icons.json gives our name for each.
async function icons() {
  const picks = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const drawn = {};
  for (const [name, tabler] of Object.entries(picks)) {
    const file = path.join(modules, "@tabler/icons/icons/outline", `${tabler}.svg`);
    const svg = await readFile(file, "utf8");
    drawn[name] = [...svg.matchAll(/<(?:path|circle|rect|line)[^>]*>/g)]
      .map(([shape]) => shape)
      .filter((shape) => !shape.includes('stroke="none"'))
      .map((shape) => shape.replace(/\s*\/>$/, "/>"))
      .join("");
  }
  await writeFile(path.join(out, "icons.json"), JSON.stringify(drawn));
}

async function all() {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await Promise.all([
    styles(),
    scripts(),
    fonts(),
    icons(),
    pictures({
      modules,
      data: path.resolve(here, "../src/mangnon/studio/data"),
      out: path.resolve(here, "../build/pictures"),
    }),
  ]);
  await rm(built, { recursive: true, force: true });
  await rename(out, built);
}

await all();
if (process.argv.includes("--watch")) {
  for (const folder of ["styles", "scripts"]) {
    watch(path.join(here, folder), () => all().catch((wrong) => console.error(wrong.message)));
  }
}
