import {
  displayCode,
  displayName,
  displayText,
  displayVersion,
} from './displayText';

describe('displayText', () => {
  it('leaves out what shows nothing or turns the text around', () => {
    expect(displayText('a\u0000b\u001b[31mc\u202egpj.exe\u2066')).toBe(
      'a b [31mcgpj.exe',
    );
  });

  it('keeps lines, and cuts what is too long', () => {
    expect(displayText('one\r\ntwo')).toBe('one\ntwo');
    expect(displayText('x'.repeat(30), { maxLength: 10 })).toBe(
      `${'x'.repeat(9)}…`,
    );
  });
});

describe('displayCode', () => {
  it('keeps tabs and spaces, and shows a sign for what shows nothing', () => {
    expect(displayCode('\t  a: 1 \u202e#\u0000\u2028 ')).toBe(
      '\t  a: 1 \ufffd#\ufffd\ufffd ',
    );
  });
});

describe('displayName', () => {
  it('is on one line', () => {
    expect(displayName('payments\nproduction')).toBe('payments production');
  });
});

describe('displayVersion', () => {
  it('shortens digests and commits, and nothing else', () => {
    expect(displayVersion(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBe(
      'sha256:0123456789ab',
    );
    expect(displayVersion('3f786850e387550fdab836ed7e6dc881de23001b')).toBe(
      '3f78685',
    );
    expect(displayVersion('1.10.0-rc.1+build.5')).toBe('1.10.0-rc.1+build.5');
  });
});
