import type { ModelFile } from '../../shared/domain/model.ts'

/**
 * Best first. Q4_K_M is the usual balance of size and quality; its neighbours follow, first the
 * like-sized, then larger ones, then smaller ones that lose quality, and unquantised ones last.
 */
const preference = [
  'Q4_K_M',
  'Q4_K_XL',
  'Q4_K_L',
  'Q4_K_S',
  'Q4_K',
  'MXFP4',
  'MXFP4_MOE',
  'NVFP4',
  'IQ4_XS',
  'IQ4_NL',
  'Q4_1',
  'Q4_0',
  'Q5_K_M',
  'Q5_K_XL',
  'Q5_K_L',
  'Q5_K_S',
  'Q5_K',
  'Q5_1',
  'Q5_0',
  'Q6_K',
  'Q6_K_L',
  'Q6_K_XL',
  'Q8_0',
  'Q8_K_XL',
  'Q3_K_M',
  'Q3_K_L',
  'Q3_K_XL',
  'Q3_K_S',
  'IQ3_M',
  'IQ3_S',
  'IQ3_XS',
  'IQ3_XXS',
  'Q2_K',
  'Q2_K_L',
  'IQ2_M',
  'IQ2_S',
  'IQ2_XS',
  'IQ2_XXS',
  'BF16',
  'F16',
  'F32',
]

/**
 * The file to launch when none was named: one that is already in the cache, else by the list above,
 * else a name that tells no quantisation, else the smallest. Null when nothing can be launched.
 */
export function chooseFile(files: readonly ModelFile[]): ModelFile | null {
  return files.filter((file) => file.launchable).sort(better)[0] ?? null
}

function better(a: ModelFile, b: ModelFile): number {
  return (
    Number(b.cached) - Number(a.cached) ||
    rank(a) - rank(b) ||
    a.size - b.size ||
    a.path.localeCompare(b.path)
  )
}

function rank({ quantisation }: ModelFile): number {
  if (quantisation === null) return preference.length
  const place = preference.indexOf(quantisation)
  return place === -1 ? preference.length + 1 : place
}
