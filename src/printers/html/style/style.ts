import { colors } from './colors.ts';
import { figureStyle } from './figure-style.ts';
import { incidentStyle } from './incident-style.ts';
import { layout } from './layout.ts';
import { printStyle } from './print-style.ts';

/** The page's one style sheet. */
export const style: string = [colors, layout, incidentStyle, figureStyle, printStyle].join('\n');
