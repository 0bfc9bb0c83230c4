/** What a GGUF file's name tells: whether it can be launched, and which parts belong to it. */

const splitName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i
/** Projectors, importance matrices and bare vocabularies are GGUF files but no models. */
const helper = /mmproj|imatrix|^ggml-vocab/i
/** llama.cpp's own bound (LLAMA_MAX_SPLIT); it also bounds what a name can make us ask for. */
const mostParts = 128

/** True for a single-file model or the first part of a split one: what an engine is pointed at. */
export function isLaunchable(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!/\.gguf$/i.test(name) || helper.test(name)) return false
  const [, , part, count] = splitName.exec(name) ?? []
  return part === undefined || (Number(part) === 1 && Number(count) <= mostParts)
}

/** True for the part that turns pictures or sound into a model's own terms; it is no model. */
export function isProjector(path: string): boolean {
  return /mmproj[^/]*\.gguf$/i.test(path)
}

/** All files a launchable one consists of, in order: itself alone, or every part of the split. */
export function partsOf(path: string): readonly string[] {
  const [, stem, , count] = splitName.exec(path) ?? []
  if (stem === undefined || count === undefined || Number(count) > mostParts) return [path]
  return Array.from({ length: Number(count) }, (_, index) => {
    return `${stem}-${String(index + 1).padStart(5, '0')}-of-${count}.gguf`
  })
}
