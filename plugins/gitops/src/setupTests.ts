import '@testing-library/jest-dom';

// jsdom has no layout
Element.prototype.scrollIntoView = () => {};
