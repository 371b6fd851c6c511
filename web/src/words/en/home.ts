export default {
  welcomeTitle: 'How good was it, really?',
  welcomeText:
    'Rate what you have seen, by half stars. Every score here says why it is what it is, and all you give stays yours.',
  welcomeStart: 'Start with three films',
  welcomeGoOn: 'Go on',
  welcomeSteps_one: 'One film to go',
  welcomeSteps_other: '{{count}} films to go',
  welcomeKeep: 'Your ratings are kept here; with an account they count.',
  rateMore: 'Rate more films',
  popular: 'Popular now',
  popularLocal: 'Popular',
  best: 'Best scores',
  allBest: 'The whole chart',
  recent: 'You rated lately',
  allRated: 'All I rated',
  continueTitle: 'Go on rating',
  continueText: 'Films you have probably seen, one at a time.',
} as const;
