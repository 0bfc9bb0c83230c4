/** Eight clients that ask again and again until nobody answers. */
export function keepBusy(port: number): void {
  const ask = async (): Promise<void> => {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/v1/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt: 'x'.repeat(4000) }),
      })
      await response.text()
    }
  }
  for (let client = 0; client < 8; client += 1) ask().catch(() => undefined)
}
