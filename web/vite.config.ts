/** How the pages are built: one shell, one lazy part for each screen, nothing inline and nothing from another host. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    // The pages' policy forbids inline scripts, and current browsers preload modules on their own.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 250,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        // React apart from our own shell: it changes seldom, and no part that loads first grows over 250 KB.
        codeSplitting: { groups: [{ name: "react", test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8377" } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    setupFiles: ["src/texts/all.ts"],
  },
});
