import { expect, test } from 'vitest';
import { ListingNumbers } from './listingNumbers.ts';

test('two pages with the same number do not meet', () => {
  const listings = new ListingNumbers<string>();
  const a = listings.begin('a', 1);
  const b = listings.begin('b', 1);
  expect(a.number).not.toBe(b.number);
  expect(listings.owner(a.number)).toEqual({ page: 'a', local: 1 });
  expect(listings.owner(b.number)).toEqual({ page: 'b', local: 1 });
  listings.end(a.number);
  expect(listings.owner(a.number)).toBeUndefined();
  expect(listings.find('b', 1)).toBe(b.number);
});

test('a number opened again replaces the first, whose pages have no owner', () => {
  const listings = new ListingNumbers<string>();
  const first = listings.begin('a', 7);
  const second = listings.begin('a', 7);
  expect(second.replaced).toBe(first.number);
  expect(listings.owner(first.number)).toBeUndefined();
  listings.end(first.number);
  expect(listings.find('a', 7)).toBe(second.number);
});

test('a page that goes leaves the numbers to cancel', () => {
  const listings = new ListingNumbers<string>();
  const { number } = listings.begin('a', 1);
  const { number: other } = listings.begin('a', 2);
  listings.begin('b', 1);
  expect(listings.leave('a')).toEqual([number, other]);
  expect(listings.leave('a')).toEqual([]);
  expect(listings.find('b', 1)).toBeDefined();
});
