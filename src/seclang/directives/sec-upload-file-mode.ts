import { elsewhere } from './make.js';

export const secUploadFileMode = elsewhere('SecUploadFileMode', 'uploads are not kept', '0600');
