import { openBinary } from "../binary-file.ts";
import type { FilePart, PhotometryRecording, RecordedPulses } from "../photometry/recording.ts";
import { PPD_FIELDS, type PpdHeader, readPpdHeader, truncated } from "./ppd-header.ts";

/** A signal above this share of the converter's range is clipped: amplifiers saturate a little below it. */
const CLIPPED_SHARE = 0.98;
const SCAN_SAMPLES = 262_144;

/**
 * Opens a pyPhotometry recording (.ppd, header versions 0.x and 1.x; continuous and time-division modes). Samples are
 * 16-bit words: the upper 15 bits are the analog signal, the lowest a digital input; signals alternate.
 *
 * @throws SaddlepointError FILE_UNREADABLE, PPD_HEADER, PPD_TRUNCATED
 */
export async function openPpd(file: string): Promise<PhotometryRecording> {
  const bytes = await openBinary(file);
  try {
    const header = await readPpdHeader(bytes);
    const { dataOffset, nAnalog, nDigital, keepsDark, voltsPerDivision, sampleRateHz } = header;
    const wordsASignal = keepsDark ? 2 : 1;
    const frameWords = nAnalog * wordsASignal;
    const frameBytes = 2 * frameWords;
    const rest = (bytes.size - dataOffset) % frameBytes;
    if (rest !== 0) {
      throw truncated(
        file,
        bytes.size,
        `the last ${rest} bytes are less than one sample of every signal; the last whole one ends at byte ${bytes.size - rest}`,
      );
    }
    const nSamples = (bytes.size - dataOffset) / frameBytes;
    if (nSamples < 2) throw truncated(file, bytes.size, `it holds ${nSamples} samples`);
    const clipAbove = CLIPPED_SHARE * header.adcMax;

    async function frames(from: number, n: number): Promise<Uint16Array> {
      const piece = await bytes.read(dataOffset + from * frameBytes, n * frameBytes);
      return littleEndianWords(piece);
    }
    return {
      file,
      format: "pyPhotometry",
      sampleRateHz,
      nSamples,
      startS: 0,
      channels: Array.from({ length: nAnalog }, (_, i) => ({ name: `analog_${i + 1}`, units: "V" })),
      facts: factsOf(header),
      parts: partsOf(header, bytes.size, nSamples),
      notices: Object.keys(header.json)
        .filter((field) => !Object.hasOwn(PPD_FIELDS, field))
        .map((field) => `the header's field ${field} is kept but not used`),
      async read(channels, from, n) {
        const words = await frames(from, n);
        const clipped = new Uint8Array(n);
        let anyClipped = false;
        const values = channels.map((channel) => {
          const samples = new Float64Array(n);
          const volts = voltsPerDivision[channel];
          for (let t = 0, w = channel * wordsASignal; t < n; t++, w += frameWords) {
            const lit = words[w] >> 1;
            const dark = keepsDark ? words[w + 1] >> 1 : 0;
            samples[t] = (lit - dark) * volts;
            if (lit > clipAbove || dark > clipAbove) {
              clipped[t] = 1;
              anyClipped = true;
            }
          }
          return samples;
        });
        return { channels: values, gap: null, clipped: anyClipped ? clipped : null };
      },
      async pulses() {
        const edges: number[][] = Array.from({ length: nDigital }, () => []);
        const before = new Int8Array(nDigital).fill(-1);
        for (let from = 0; from < nSamples; from += SCAN_SAMPLES) {
          const n = Math.min(SCAN_SAMPLES, nSamples - from);
          const words = await frames(from, n);
          for (let d = 0; d < nDigital; d++) {
            for (let t = 0, w = d * wordsASignal; t < n; t++, w += frameWords) {
              const level = words[w] & 1;
              if (level === 1 && before[d] === 0) edges[d].push((from + t) / sampleRateHz);
              before[d] = level;
            }
          }
        }
        return edges.map(
          (times, d): RecordedPulses => ({ name: `digital_${d + 1}`, timesS: Float64Array.from(times) }),
        );
      },
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** Words of a freshly read piece, whatever this machine's byte order. */
function littleEndianWords(piece: Buffer): Uint16Array {
  const words = new Uint16Array(piece.length / 2);
  for (let w = 0; w < words.length; w++) words[w] = piece[2 * w] | (piece[2 * w + 1] << 8);
  return words;
}

function factsOf({ json }: PpdHeader): PhotometryRecording["facts"] {
  return Object.fromEntries(
    Object.entries(json).map(([field, value]) => [
      field,
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
        ? value
        : JSON.stringify(value),
    ]),
  );
}

function partsOf(header: PpdHeader, size: number, nSamples: number): readonly FilePart[] {
  const { dataOffset, nAnalog, nDigital, keepsDark } = header;
  const fields = Object.keys(header.json)
    .map((field) => `${field}: ${PPD_FIELDS[field] ?? "not used"}`)
    .join("; ");
  const words = Array.from({ length: nAnalog }, (_, i) => {
    const digital = i < nDigital ? ` with digital_${i + 1} in bit 0` : "";
    const lit = `analog_${i + 1}${keepsDark ? " with the light on" : ""}${digital}`;
    return keepsDark ? `${lit}, analog_${i + 1} with the light off` : lit;
  });
  return [
    { offset: 0, length: 2, what: `length of the header, ${dataOffset - 2}, 16 bits, little-endian` },
    { offset: 2, length: dataOffset - 2, what: `header, JSON (${fields})` },
    {
      offset: dataOffset,
      length: size - dataOffset,
      what: `${nSamples} samples of 16-bit little-endian words, analog in bits 1 to 15: ${words.join("; ")}`,
    },
  ];
}
