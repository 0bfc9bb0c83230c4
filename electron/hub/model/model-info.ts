import { z } from 'zod'
import { RepoPathSchema } from '../../../shared/domain/repo.ts'
import { licenceOf, readCard, readGated, Summary } from './summary.ts'

const Bytes = z.number().int().nonnegative().nullish().catch(null)

const Sibling = z.object({
  rfilename: z.string(),
  size: Bytes,
  lfs: z.object({ size: Bytes }).nullish().catch(null),
})

/**
 * The part of `/api/models/{id}/revision/{rev}?blobs=true` that Hubkey reads (the Hub's OpenAPI description).
 * Tolerant where the Hub may grow: only the commit and the list of files must be as expected.
 */
export const ModelInfoSchema = z
  .object({
    ...Summary,
    sha: z.string().regex(/^[0-9a-f]{40}$/),
    private: z.boolean().nullish().catch(null),
    disabled: z.boolean().nullish().catch(null),
    siblings: z.array(Sibling).max(100_000).default([]),
  })
  .transform((info) => ({
    commit: info.sha,
    gated: readGated(info),
    private: info.private === true,
    disabled: info.disabled === true,
    pipeline: info.pipeline_tag ?? null,
    library: info.library_name ?? null,
    licence: licenceOf(info),
    card: readCard(info),
    // A name that climbs out of its repository is no file of it.
    files: info.siblings.flatMap(({ rfilename, size, lfs }) => {
      const path = RepoPathSchema.safeParse(rfilename)
      return path.success ? [{ path: path.data, size: lfs?.size ?? size ?? 0 }] : []
    }),
  }))
export type ModelInfo = z.infer<typeof ModelInfoSchema>
