// Builds the window: plain modules and style sheets, nothing inline, so that a strict content policy holds.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { asciiScripts } from './asciiScripts.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), asciiScripts()],
  worker: { format: 'es', plugins: () => [asciiScripts()] },
  css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
  build: {
    outDir: 'dist',
    rollupOptions: { input: ['renderer/index.html', 'renderer/beside.html'] },
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
});
