import { join } from 'node:path'
import { readBounded } from '../../files/read-bounded.ts'
import type { Paths } from '../../ports.ts'

/**
 * The public half of Ollama's own SSH key, for the user to add at Hugging Face; null when Ollama has
 * not made one yet. It is no secret; the private half beside it is never opened.
 */
export async function readOllamaKey({ home }: Pick<Paths, 'home'>): Promise<string | null> {
  const path = join(home, '.ollama', 'id_ed25519.pub')
  try {
    const found = await readBounded(path, { maxBytes: 2000, trust: 'shared' })
    const line = found?.text.trim() ?? ''
    return /^ssh-ed25519 [A-Za-z0-9+/=]+(?: [^\n]*)?$/.test(line) ? line : null
  } catch {
    return null
  }
}
