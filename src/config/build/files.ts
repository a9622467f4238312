import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { show } from '../explain.js';
import type { Section } from '../source.js';
import type { BuildContext } from './context.js';

/**
 * Makes the path of a file that must exist absolute, from the folder of the file it is written in.
 * @returns the absolute path, or null when there is no readable file; that is then reported
 */
export function requireFile(written: string, section: Section, context: BuildContext): string | null {
  const file = resolve(section.source.folder, written);
  const reason = whyUnreadable(file);
  if (reason === null) {
    context.files.add(file);
    return file;
  }
  section.error(
    `${section.name} is ${show(written)}: ${reason}`,
    `expected a readable file at ${show(file)}`,
  );
  return null;
}

/** As `requireFile`, and reads it as UTF-8. @param most bytes */
export function requireText(
  written: string,
  most: number,
  section: Section,
  context: BuildContext,
): { readonly file: string; readonly text: string } | null {
  const file = requireFile(written, section, context);
  if (file === null) return null;
  const known = context.texts.get(file);
  if (known !== undefined) return { file, text: known };
  try {
    const bytes = readFileSync(file);
    if (bytes.length <= most) {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      context.texts.set(file, text);
      return { file, text };
    }
    section.error(
      `${section.name} is ${show(written)}: it has ${bytes.length} bytes`,
      `expected at most ${most}`,
    );
  } catch {
    section.error(
      `${section.name} is ${show(written)}: it is not UTF-8 text`,
      'expected a file saved as UTF-8',
    );
  }
  return null;
}

/** @returns null when the file can be read */
export function whyUnreadable(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'it is not a file';
    accessSync(file, constants.R_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
    if (code === 'EACCES') return 'this user may not read it';
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes the path of a log file absolute; warns when its folder is missing: the start makes it, which a slip may not want. */
export function logFile(written: string, section: Section): string {
  const file = resolve(section.source.folder, written);
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      section.error(`${section.name} is ${show(written)}: it is a folder`, 'expected the path of a file');
    } else if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
      section.warning(
        `${section.name} is ${show(written)}: there is no such folder yet`,
        `${show(dirname(file))} is made at the start`,
      );
    }
  } catch (error) {
    section.error(
      `${section.name} is ${show(written)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return file;
}
