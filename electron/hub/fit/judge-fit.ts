import type { FitView, MemoryView } from '../../../shared/domain/fit.ts'
import { size } from '../../../shared/size.ts'

/** Other programs want some memory too; beyond this share of what is free it gets tight. */
const comfortable = 0.85

/**
 * Compares what is needed with what is free. A model in a graphics card's memory still needs a
 * little RAM, and one that fits neither alone may be split between both.
 */
export function judgeFit(
  { needed, least }: { readonly needed: number | null; readonly least: number },
  { ramFreeBytes, gpus }: MemoryView,
): FitView['verdict'] {
  if (ramFreeBytes === null) return 'unknown'
  const graphics = gpus.reduce((sum, { freeBytes }) => sum + freeBytes, 0)
  if (least > ramFreeBytes + graphics) return 'too-big'
  if (needed === null) return 'unknown'
  if (needed <= Math.max(ramFreeBytes, graphics) * comfortable) return 'fits'
  return needed <= ramFreeBytes + graphics ? 'tight' : 'too-big'
}

/** The verdict in one sentence that calls itself an estimate. */
export function fitSentence(
  verdict: FitView['verdict'],
  { needed, least }: { readonly needed: number | null; readonly least: number },
  memory: MemoryView,
): string {
  const need =
    needed === null
      ? `It needs at least ${size(least)}`
      : `By estimate it needs about ${size(needed)}`
  const free = describeFree(memory)
  switch (verdict) {
    case 'fits':
      return `${need}; ${free}.`
    case 'tight':
      return `${need}; ${free}, so it will be tight.`
    case 'too-big':
      return `${need}; ${free}. It may fail, or slow this machine down.`
    case 'unknown':
      return `${need}; ${free}. Whether it fits cannot be told.`
  }
}

function describeFree({ ramFreeBytes, gpus, limitedByContainer }: MemoryView): string {
  const graphics = gpus.reduce((sum, { freeBytes }) => sum + freeBytes, 0)
  if (ramFreeBytes === null) return 'how much is free is not known'
  const where = limitedByContainer ? 'of this container’s memory' : 'of memory'
  const more = gpus.length === 0 ? '' : ` and ${size(graphics)} of graphics memory`
  return `${size(ramFreeBytes)} ${where}${more} are free`
}
