/** What the fake stream carries: truck positions, about 200 bytes each. */
export function truck(number: number): string {
  const wave = Math.sin(number / 11);
  return JSON.stringify({
    truck: `truck_${String((number * 37) % 100).padStart(2, '0')}`,
    number,
    speed: Math.round(70 + 25 * wave),
    lat: Number((37.4 + wave / 10).toFixed(6)),
    lon: Number((-122.1 - wave / 7).toFixed(6)),
    heading: (number * 53) % 360,
    fuel: Number((0.5 + wave / 4).toFixed(3)),
    status: number % 9 === 0 ? 'idle' : 'driving',
  });
}
