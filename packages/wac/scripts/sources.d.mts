export function listSources(): Promise<string[]>
export function hashSources(): Promise<string>
export function sha256(bytes: Uint8Array): string
