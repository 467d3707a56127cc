/** Two short notes, rising when all went well and falling when something failed: hertz, each so many seconds long. */
const notes = { good: [659.3, 880], bad: [523.3, 392] } as const;
const noteLength = 0.16;
const loudness = 0.12;

/** Plays a tone made on the spot. Where there is no sound, nothing happens. */
export function playTone(kind: keyof typeof notes): void {
  if (typeof AudioContext === 'undefined') return;
  const context = new AudioContext();
  const [first, second] = notes[kind];
  const begin = context.currentTime + 0.02;
  playNote(context, first, begin);
  playNote(context, second, begin + noteLength).addEventListener('ended', () => void context.close());
}

function playNote(context: AudioContext, frequency: number, at: number): OscillatorNode {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  // Without a soft beginning and end a tone clicks.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + noteLength * 1.6);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + noteLength * 1.7);
  return oscillator;
}
