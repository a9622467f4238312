import { elsewhere } from './make.js';

export const secTmpSaveUploadedFiles = elsewhere('SecTmpSaveUploadedFiles', 'uploads are not kept', 'On');
