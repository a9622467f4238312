import { elsewhere } from './make.js';

export const secUploadFileMode = elsewhere('SecUploadFileMode', 'uploads are not kept in files', '0600');
