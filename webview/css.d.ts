// The bundler turns an imported style sheet into the page's own .css file.
declare module '*.css';
