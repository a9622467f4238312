import { elsewhere } from './make.js';

export const secUploadKeepFiles = elsewhere('SecUploadKeepFiles', 'uploads are not kept', 'On', 'Off');
