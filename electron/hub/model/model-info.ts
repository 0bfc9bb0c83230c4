import { z } from 'zod'
import { RepoPathSchema } from '../../../shared/domain/repo.ts'

/** A name the Hub gave: bounded, so that no reply can swell a window. Anything else counts as untold. */
const Word = z.string().max(200).nullish().catch(null)
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
    sha: z.string().regex(/^[0-9a-f]{40}$/),
    gated: z
      .union([z.literal(false), z.enum(['auto', 'manual'])])
      .nullish()
      .catch(null),
    private: z.boolean().nullish().catch(null),
    disabled: z.boolean().nullish().catch(null),
    pipeline_tag: Word,
    library_name: Word,
    cardData: z
      .object({ license: z.union([z.array(z.string()).transform((all) => all[0]), Word]) })
      .nullish()
      .catch(null),
    siblings: z.array(Sibling).max(100_000).default([]),
  })
  .transform((info) => ({
    commit: info.sha,
    gated: info.gated === false ? ('no' as const) : (info.gated ?? ('unknown' as const)),
    private: info.private === true,
    disabled: info.disabled === true,
    pipeline: info.pipeline_tag ?? null,
    library: info.library_name ?? null,
    licence: info.cardData?.license?.slice(0, 200) ?? null,
    // A name that climbs out of its repository is no file of it.
    files: info.siblings.flatMap(({ rfilename, size, lfs }) => {
      const path = RepoPathSchema.safeParse(rfilename)
      return path.success ? [{ path: path.data, size: lfs?.size ?? size ?? 0 }] : []
    }),
  }))
export type ModelInfo = z.infer<typeof ModelInfoSchema>
