export declare const relaxedSimdFlags: string[];
