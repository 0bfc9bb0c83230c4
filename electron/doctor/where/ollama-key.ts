import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OllamaKey } from '../../../shared/domain/where.ts'
import { modeOf } from '../../files/ownership.ts'
import type { DoctorNeeds } from '../needs.ts'

/**
 * The key with which Ollama signs what it asks of the Hub; it takes no token. Null when there is
 * none. The key itself is not read.
 */
export async function findOllamaKey({
  paths,
}: Pick<DoctorNeeds, 'paths'>): Promise<OllamaKey | null> {
  const path = join(paths.home, '.ollama', 'id_ed25519')
  const stats = await lstat(path).catch(() => null)
  if (stats?.isFile() !== true) return null
  const mode = modeOf(stats) ?? null
  return { path, mode, wide: mode !== null && !mode.endsWith('00') }
}
