import type { FitView } from '../../../shared/domain/fit.ts'
import type { DescribedModel, Quantisation } from '../../../shared/domain/search.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { fitModel } from '../../hub/fit/fit-model.ts'
import type { HubNeeds } from '../../hub/needs.ts'
import { describeModel } from '../../hub/search/describe-model.ts'
import type { Context } from '../context.ts'
import { shortCount } from '../../../shared/count.ts'
import { size } from '../../../shared/size.ts'

/** `hubkey models show`: card facts, files and quantisations of one model. */
export async function showModel(
  place: { readonly repo: string; readonly revision: string },
  { core, output }: Context,
): Promise<void> {
  const described = await describeModel(place, core.hub)
  const fit = await fitOfBest(place, described, core.hub)
  output.result({ ...described, fit }, () => {
    const lines = describe(described)
    if (fit !== null) lines.push(`Fits this machine? ${fit.sentence}`)
    return `${lines.join('\n')}\n`
  })
}

/** Whether the one that would be launched fits; null when nobody may look into it now. */
async function fitOfBest(
  place: { readonly repo: string; readonly revision: string },
  { best }: DescribedModel,
  hub: HubNeeds,
): Promise<FitView | null> {
  if (best === null) return null
  try {
    return await fitModel({ ...place, path: best, context: null }, hub)
  } catch (cause) {
    if (cause instanceof AppFailure) return null
    throw cause
  }
}

function describe({ model, quantisations, projectors, best }: DescribedModel): string[] {
  const { card } = model
  const facts: (readonly [string, string | null])[] = [
    ['Access', model.access.reason],
    ['Task', model.pipeline],
    ['Library', model.library],
    ['Licence', model.licence],
    ['Parameters', card?.parameters == null ? null : shortCount(card.parameters)],
    ['Made from', card?.baseModels.join(', ') ?? null],
    ['Languages', card?.languages.join(', ') ?? null],
    ['Files', `${model.files.length}`],
  ]
  return [
    model.repo,
    ...facts.flatMap(([name, fact]) => (fact === null || fact === '' ? [] : [`${name}: ${fact}`])),
    ...quantisations.map((each) => describeQuantisation(each, each.path === best)),
    ...projectors.map((each) => `  ${each.path}  ${size(each.size)}  projector`),
  ]
}

function describeQuantisation(each: Quantisation, isBest: boolean): string {
  const parts = each.parts === 1 ? '' : `, ${each.parts} parts`
  const facts = [each.name ?? 'quantisation unknown', `${size(each.size)}${parts}`]
  if (each.cached) facts.push('in the cache')
  return `${isBest ? '→' : ' '} ${each.path}  ${facts.join(' · ')}`
}
