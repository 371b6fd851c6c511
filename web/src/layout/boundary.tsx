import { Component, type ReactNode } from 'react';
import { Problem } from '../ui/states.tsx';

/** Something broke while it was drawn, or a part of the page could not be fetched. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    // A part that is no longer there was replaced by a new release: it comes with the page anew.
    if (this.state.error !== null)
      return <Problem error={this.state.error} onRetry={() => location.reload()} />;
    return this.props.children;
  }
}
