import { useKnownLanguage } from './known-language';

// Imported before anything else: libraries make formats while they are loaded.
useKnownLanguage(navigator);
