import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { manual } from "./manual.ts";

// File names carry no hash: the server sends them with an ETag and `no-cache`, and the committed
// build changes only where the source does.
export default defineConfig({
  plugins: [svelte(), manual("../docs")],
  build: {
    outDir: "../frontend_dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // Of what is built in; the licences of the whole program are put together from it.
    license: { fileName: "licences.md" },
    rollupOptions: {
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "jsdom",
  },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
});
