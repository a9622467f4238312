import { elsewhere } from './make.js';

export const secUploadDir = elsewhere('SecUploadDir', 'uploads are not kept in files', '/tmp');
