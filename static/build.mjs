/**
 * Builds static/dist: hashed JavaScript and CSS, the icon sprite, the font, and manifest.json.
 * `--watch` rebuilds on change; `--tests` bundles the unit tests for `node --test` instead.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const src = path.join(here, "src");
const dist = path.join(here, "dist");
const lucide = path.join(root, "node_modules/lucide-static/icons");

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox121", "safari17.5"],
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
};

/** Every file below a folder whose name ends with one of the given endings. */
function* files(folder, endings) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) {
      yield path.join(entry.parentPath, entry.name);
    }
  }
}

/** Names of the icons that code and templates use: the list in icons.ts and every icon("name"), icon_name="name" or empty("name". */
function iconNames() {
  const list = fs.readFileSync(path.join(src, "shared/icons.ts"), "utf8");
  const names = new Set([...list.matchAll(/"([a-z0-9-]+)"/g)].map((match) => match[1]));
  const places = [
    ...files(path.join(root, "templates"), [".html"]),
    ...files(path.join(root, "helpdesk"), [".py"]),
    ...files(src, [".tsx"]),
  ];
  for (const place of places) {
    for (const match of fs
      .readFileSync(place, "utf8")
      .matchAll(/\b(?:icon(?:_name)?(?:\(| *= *)|empty\()["']([a-z0-9-]+)["']/g))
      names.add(match[1]);
  }
  return [...names].sort();
}

/** One SVG with a <symbol id="i-name"> per icon; an unknown name stops the build. */
function sprite() {
  const symbols = iconNames().map((name) => {
    const file = path.join(lucide, `${name}.svg`);
    if (!fs.existsSync(file)) throw new Error(`There is no icon called "${name}" in lucide-static.`);
    const inner = fs
      .readFileSync(file, "utf8")
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/[\s\S]*?<svg[\s\S]*?>|<\/svg>/g, "");
    return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

/** Lets the workspace carry the sprite inside its script: icons are there at once and also without a network. */
function spriteModule(svg) {
  return {
    name: "sprite",
    setup(setup) {
      setup.onResolve({ filter: /^virtual:sprite$/ }, () => ({ path: "sprite", namespace: "sprite" }));
      setup.onLoad({ filter: /.*/, namespace: "sprite" }, () => ({ contents: svg, loader: "text" }));
    },
  };
}

/**
 * Keeps what the first page needs in one file. esbuild puts code that two parts share into a file of its own for each
 * set of parts, two dozen here; with the workspace named as an import of every part that is fetched later, all it holds
 * is shared by all of them, and that is one set.
 */
function oneFirstFile(main) {
  const later = new Set();
  return {
    name: "one-first-file",
    setup(setup) {
      setup.onResolve({ filter: /^\./ }, async ({ kind, path: wanted, pluginData, ...from }) => {
        if (kind !== "dynamic-import" || pluginData === "asked") return;
        const found = await setup.resolve(wanted, { ...from, kind, pluginData: "asked" });
        later.add(found.path);
        return found;
      });
      setup.onLoad({ filter: /\.tsx?$/ }, (file) => {
        if (!later.has(file.path)) return;
        const contents = `${fs.readFileSync(file.path, "utf8")}\nimport ${JSON.stringify(main)};\n`;
        return { contents, loader: path.extname(file.path).slice(1) };
      });
    },
  };
}

/** The file that holds what an entry began with: esbuild leaves nothing at the entry but the import of it. */
function firstFile(outputs, name) {
  const [entry, { imports, inputs }] = Object.entries(outputs).find(
    ([file, { entryPoint }]) =>
      entryPoint && path.basename(file).startsWith(`${name}-`) && file.endsWith(".js"),
  );
  const known = imports.filter(({ kind }) => kind === "import-statement");
  if (known.length !== 1 || Object.values(inputs).some(({ bytesInOutput }) => bytesInOutput > 0))
    throw new Error(`A first visit would fetch ${known.length} files beside ${entry}.`);
  return path.resolve(known[0].path);
}

/** Writes bytes under a name that carries their hash; returns the path below static/. */
function hashed(name, bytes) {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name);
  const target = `${stem}-${digest}${ext}`;
  fs.writeFileSync(path.join(dist, target), bytes);
  return `dist/${target}`;
}

async function build() {
  const started = performance.now();
  const old = fs.existsSync(dist) ? fs.readdirSync(dist) : [];
  fs.mkdirSync(dist, { recursive: true });
  const svg = sprite();
  const result = await esbuild.build({
    ...common,
    entryPoints: [
      { in: path.join(src, "desk/main.tsx"), out: "desk" },
      { in: path.join(src, "css/desk.css"), out: "desk" },
      { in: path.join(src, "css/mail.css"), out: "mail" },
    ],
    outdir: dist,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    // What is fetched only when it is needed, such as the editor, is a file of its own.
    splitting: true,
    chunkNames: "[name]-[hash]",
    sourcemap: "linked",
    metafile: true,
    loader: { ".woff2": "file" },
    plugins: [spriteModule(svg), oneFirstFile(path.join(src, "desk/main.tsx"))],
  });
  const alone = await standalone(svg);
  const outputs = { ...result.metafile.outputs, ...alone };
  const manifest = { "sprite.svg": hashed("sprite.svg", svg) };
  for (const [file, output] of Object.entries(outputs)) {
    const below = path.relative(here, path.resolve(file));
    const name = path.basename(file);
    if (output.entryPoint && !name.startsWith("chunk-"))
      manifest[name.replace(/-[A-Z0-9]{8}\./, ".")] = below;
    if (name.startsWith("inter-latin-wght")) manifest["inter.woff2"] = below;
  }
  for (const name of ["desk", "pages"])
    manifest[`${name}.js`] = path.relative(here, firstFile(outputs, name));
  fs.writeFileSync(path.join(dist, "manifest.json"), JSON.stringify(manifest, null, 1));
  const made = [...Object.keys(outputs), manifest["sprite.svg"]].map((file) => path.basename(file));
  const packed = made.filter((name) => /\.(js|css|svg)$/.test(name));
  for (const name of packed) {
    const bytes = fs.readFileSync(path.join(dist, name));
    fs.writeFileSync(path.join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
  const kept = new Set(["tests", ...made, ...packed.map((name) => `${name}.gz`), "manifest.json"]);
  for (const name of old) if (!kept.has(name)) fs.rmSync(path.join(dist, name), { recursive: true });
  report(manifest, performance.now() - started);
}

/**
 * What shares nothing with the workspace: the other pages, which fetch the socket's code when they are done; the chat: a
 * loader that any page can run, and its frame; the demo's shop, which stands for such a page. Returns what was written.
 */
async function standalone(svg) {
  const shared = {
    ...common,
    outdir: dist,
    entryNames: "[name]-[hash]",
    sourcemap: "linked",
    metafile: true,
  };
  const pages = await esbuild.build({
    ...shared,
    plugins: [spriteModule(svg), oneFirstFile(path.join(src, "pages/main.ts"))],
    chunkNames: "chunk-[hash]",
    splitting: true,
    entryPoints: [{ in: path.join(src, "pages/main.ts"), out: "pages" }],
  });
  const loader = await esbuild.build({
    ...shared,
    format: "iife",
    entryPoints: [{ in: path.join(src, "loader/main.ts"), out: "loader" }],
  });
  const widget = await esbuild.build({
    ...shared,
    entryPoints: [
      { in: path.join(src, "widget/main.tsx"), out: "widget" },
      { in: path.join(src, "widget/widget.css"), out: "widget" },
      { in: path.join(src, "css/portal.css"), out: "portal" },
    ],
  });
  const shop = await esbuild.build({
    ...shared,
    entryPoints: [
      { in: path.join(src, "shop/main.ts"), out: "shop" },
      { in: path.join(src, "shop/shop.css"), out: "shop" },
    ],
  });
  return {
    ...pages.metafile.outputs,
    ...loader.metafile.outputs,
    ...widget.metafile.outputs,
    ...shop.metafile.outputs,
  };
}

/** Prints what a browser loads, compressed, so that a heavy change is seen when it is made. */
function report(manifest, milliseconds) {
  for (const [name, below] of Object.entries(manifest)) {
    const bytes = fs.readFileSync(path.join(here, below));
    const size = name.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
    console.log(name.padEnd(14), `${(size / 1024).toFixed(1)} KB`);
  }
  console.log(`Built in ${Math.round(milliseconds)} ms.`);
}

async function tests() {
  const target = path.join(dist, "tests");
  fs.rmSync(target, { recursive: true, force: true });
  const entryPoints = [...files(path.join(src, "tests"), [".test.ts"])];
  await esbuild.build({
    ...common,
    minify: false,
    platform: "node",
    target: "node20",
    // Node has ways of its own to open a socket, which do not stand in a bundle.
    external: ["socket.io-client"],
    entryPoints,
    outdir: target,
    outExtension: { ".js": ".mjs" },
  });
}

if (process.argv.includes("--tests")) await tests();
else await build();

if (process.argv.includes("--watch")) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 60);
  };
  fs.watch(src, { recursive: true }, again);
  fs.watch(path.join(root, "templates"), { recursive: true }, again);
}
