import type { DOMAttributes } from 'react'

/** Told what is pointed at, and null when nothing is any more. */
export type OnLight = (id: string | null) => void

/** For a node of the map: it is pointed at by the mouse and by the focus alike. */
export function pointedAt(
  id: string,
  onLight: OnLight,
): Pick<DOMAttributes<HTMLButtonElement>, 'onFocus' | 'onBlur' | 'onMouseEnter' | 'onMouseLeave'> {
  const light = (): void => {
    onLight(id)
  }
  const dim = (): void => {
    onLight(null)
  }
  return { onFocus: light, onBlur: dim, onMouseEnter: light, onMouseLeave: dim }
}
