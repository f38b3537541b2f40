import { defineConfig } from 'vite';

// Beside the page, and never cleared by a build of another.
export default defineConfig({ root: import.meta.dirname, base: './', build: { outDir: 'dist', emptyOutDir: true, target: 'esnext' } });
