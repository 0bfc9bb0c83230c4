import type { DescribedModel, Quantisation } from '../../../shared/domain/search.ts'
import { describeModel } from '../../hub/search/describe-model.ts'
import type { Context } from '../context.ts'
import { describeBytes, describeCount } from '../describe.ts'

/** `hubkey models show`: card facts, files and quantisations of one model. */
export async function showModel(
  place: { readonly repo: string; readonly revision: string },
  { core, output }: Context,
): Promise<void> {
  const described = await describeModel(place, core.hub)
  output.result({ ...described }, () => `${describe(described).join('\n')}\n`)
}

function describe({ model, quantisations, projectors, best }: DescribedModel): string[] {
  const { card } = model
  const facts: (readonly [string, string | null])[] = [
    ['Access', model.access.reason],
    ['Task', model.pipeline],
    ['Library', model.library],
    ['Licence', model.licence],
    ['Parameters', card?.parameters == null ? null : describeCount(card.parameters)],
    ['Made from', card?.baseModels.join(', ') ?? null],
    ['Languages', card?.languages.join(', ') ?? null],
    ['Files', `${model.files.length}`],
  ]
  return [
    model.repo,
    ...facts.flatMap(([name, fact]) => (fact === null || fact === '' ? [] : [`${name}: ${fact}`])),
    ...quantisations.map((each) => describeQuantisation(each, each.path === best)),
    ...projectors.map(({ path, size }) => `  ${path}  ${describeBytes(size)}  projector`),
  ]
}

function describeQuantisation(each: Quantisation, isBest: boolean): string {
  const parts = each.parts === 1 ? '' : `, ${each.parts} parts`
  const facts = [each.name ?? 'quantisation unknown', `${describeBytes(each.size)}${parts}`]
  if (each.cached) facts.push('in the cache')
  return `${isBest ? '→' : ' '} ${each.path}  ${facts.join(' · ')}`
}
