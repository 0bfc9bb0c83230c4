import type { ModelFile } from '../../../shared/domain/model.ts'
import type { DescribedModel, Quantisation } from '../../../shared/domain/search.ts'
import { chooseFile } from '../choose-file.ts'
import { inspectModel, type ModelPlace } from '../inspect-model.ts'
import { isProjector, partsOf } from '../model/gguf-name.ts'
import type { HubNeeds } from '../needs.ts'

/**
 * Tells what a model is and in which quantisations it can be had. Throws as `inspectModel` does;
 * what the account may not have is part of the answer.
 */
export async function describeModel(place: ModelPlace, needs: HubNeeds): Promise<DescribedModel> {
  const model = await inspectModel(place, needs)
  return { model, ...groupFiles(model.files) }
}

/** What there is to choose from among a model's files. */
export function groupFiles(
  files: readonly ModelFile[],
): Pick<DescribedModel, 'quantisations' | 'projectors' | 'best'> {
  return {
    quantisations: files
      .filter(({ launchable }) => launchable)
      .map(asQuantisation)
      .sort((a, b) => a.size - b.size || a.path.localeCompare(b.path)),
    projectors: files.filter(({ path }) => isProjector(path)),
    best: chooseFile(files)?.path ?? null,
  }
}

function asQuantisation({ path, size, quantisation, cached }: ModelFile): Quantisation {
  return { name: quantisation, path, parts: partsOf(path).length, size, cached }
}
