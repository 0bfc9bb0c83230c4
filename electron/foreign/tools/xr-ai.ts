import { join } from 'node:path'
import { z } from 'zod'
import { memberRange } from '../json-text.ts'
import { parseJson } from '../parse-json.ts'
import { findInFile, type Spot } from '../token-file.ts'
import { tokenVariables } from '../token-variables.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'xr-ai'
const FileSchema = z.record(z.string(), z.unknown())

/**
 * NVIDIA's xr-ai launcher: variable names with their values in one JSON object. The path is the
 * same on every system and no variable moves it.
 */
export const xrAi: ForeignTool = {
  id: 'xr-ai',
  label,
  find: async (_input, needs) => {
    const path = join(needs.paths.home, '.config', 'xr-ai', 'credentials.json')
    return findInFile({ label, path, parse: parseXrAi }, needs)
  },
}

/** The tokens in the launcher's file; null when it is no JSON object. */
function parseXrAi(text: string): readonly Spot[] | null {
  const file = FileSchema.safeParse(parseJson(text))
  if (!file.success) return null
  return Object.entries(tokenVariables).flatMap(([name, provider]) => {
    // The launcher itself passes over whatever is no string.
    const token = file.data[name]
    const range = typeof token === 'string' ? memberRange(text, [name]) : null
    if (typeof token !== 'string' || range === null) return []
    return [{ provider, name, token: token.trim(), cuts: [range] }]
  })
}
