import { z } from 'zod'
import type { FoundModel } from '../../../shared/domain/search.ts'
import { RepoIdSchema } from '../../../shared/domain/repo.ts'
import { licenceOf, parametersOf, readGated, Summary } from '../model/summary.ts'

const EntrySchema = z.object({ ...Summary, id: RepoIdSchema })

/** A page of `GET /api/models`. An entry without a usable name is left out, not the page refused. */
export const FoundModelsSchema = z
  .array(z.unknown())
  .max(1000)
  .transform((entries) =>
    entries.flatMap((entry): Omit<FoundModel, 'cached'>[] => {
      const parsed = EntrySchema.safeParse(entry)
      return parsed.success ? [readEntry(parsed.data)] : []
    }),
  )

function readEntry(entry: z.infer<typeof EntrySchema>): Omit<FoundModel, 'cached'> {
  return {
    repo: entry.id,
    task: entry.pipeline_tag ?? null,
    library: entry.library_name ?? null,
    downloads: entry.downloads ?? null,
    likes: entry.likes ?? null,
    updated: entry.lastModified ?? null,
    gated: readGated(entry),
    parameters: parametersOf(entry),
    gguf: entry.gguf != null || entry.library_name === 'gguf' || entry.tags.includes('gguf'),
    licence: licenceOf(entry),
  }
}
