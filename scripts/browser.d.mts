/** The path of a Chromium or Chrome on this machine, or undefined. */
export function findBrowser(): string | undefined
/** Finds a browser, and installs one where that is possible; says how it went. */
export function provideBrowser(): Promise<{ path?: string; note: string }>
