import { join } from 'node:path'
import { cleanToken } from '../../sinks/hf/clean-token.ts'
import { variable } from '../../environment.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'Halo Forge'

/** Halo Forge's fallback for machines without a keyring: one file with the token alone. */
export const haloForge: ForeignTool = {
  id: 'halo-forge',
  label,
  find: async (_input, needs) => {
    const usual = join(needs.paths.home, '.halo-forge', 'secrets', 'huggingface_token')
    const path = variable(needs.env, 'HALO_FORGE_HF_TOKEN_FILE') ?? usual
    return findInFile(
      {
        label,
        path,
        parse: (text) => [
          { provider: 'huggingface', name: null, token: cleanToken(text), cuts: 'whole' },
        ],
      },
      needs,
    )
  },
}
