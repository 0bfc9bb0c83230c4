import { useCallback, useEffect, useState } from 'react'

/** How long a button says that its work is done, in milliseconds. */
const momentMs = 1600

/** True for a moment after the function was called, e.g. for a button that says "Copied". */
export function useMoment(): readonly [boolean, () => void] {
  const [isNow, setNow] = useState(false)
  useEffect(() => {
    if (!isNow) return
    const timer = setTimeout(() => {
      setNow(false)
    }, momentMs)
    return () => {
      clearTimeout(timer)
    }
  }, [isNow])
  const begin = useCallback(() => {
    setNow(true)
  }, [])
  return [isNow, begin]
}
