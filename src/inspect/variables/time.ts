import { start } from './clock.js';
import { scalar } from './make.js';
import type { VariableSpec } from './spec.js';

const two = (value: number): string => String(value).padStart(2, '0');

export const time: VariableSpec = scalar('TIME', 'head', 'Time of day, hh:mm:ss.', inspection => {
  const date = start(inspection);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
});
