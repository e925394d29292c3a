export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Actor
         * @description An actor as it stands; `version` goes back with an edit.
         */
        Actor: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            sector: components["schemas"]["Sector"] | null;
            place: components["schemas"]["PlaceShape"];
            /** Version */
            version: number;
            /** Fields */
            fields: {
                [key: string]: unknown;
            };
        };
        /**
         * ActorEdit
         * @description New values for an actor; left out means unchanged, null means not known. `version` is the one that was read.
         */
        ActorEdit: {
            /** Version */
            version: number;
            /**
             * Name
             * @default null
             */
            name: string | null;
            /** @default null */
            sector: components["schemas"]["Sector"] | null;
            /**
             * City
             * @default null
             */
            city: string | null;
            /**
             * Region
             * @default null
             */
            region: string | null;
            /**
             * Country
             * @default null
             */
            country: string | null;
            /**
             * Latitude
             * @default null
             */
            latitude: number | null;
            /**
             * Longitude
             * @default null
             */
            longitude: number | null;
            /**
             * Author
             * @default
             */
            author: string;
            /**
             * Reason
             * @default Edited in the browser
             */
            reason: string;
        };
        /**
         * ActorLink
         * @description An actor by id and name, to link to.
         */
        ActorLink: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            sector: components["schemas"]["Sector"] | null;
        };
        /**
         * ActorPage
         * @description An actor with all that is said of it. Long lists are cut at 2,000; `counts` says how long they are.
         */
        ActorPage: {
            actor: components["schemas"]["Actor"];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Mentions */
            mentions: components["schemas"]["MentionShape"][];
            /** Ties */
            ties: components["schemas"]["TieShape"][];
            /** Claims */
            claims: components["schemas"]["ClaimShape"][];
            /** Initiatives */
            initiatives: components["schemas"]["InitiativeShape"][];
            /** Events */
            events: components["schemas"]["EventShape"][];
            /** Evidence */
            evidence: components["schemas"]["EvidenceShape"][];
        };
        /**
         * Answer
         * @description An answer with everything a reader needs to trust, repeat or doubt it.
         */
        Answer: {
            /** Question */
            question: string;
            /** Summary */
            summary: string;
            /** Scope */
            scope: {
                [key: string]: string;
            };
            read_at: components["schemas"]["AnswerReadAt"] | null;
            method: components["schemas"]["AnswerMethod"];
            /** Tables */
            tables: components["schemas"]["AnswerTable"][];
            /** Evidence */
            evidence: number[];
            /** Warnings */
            warnings: string[];
        };
        /**
         * AnswerColumn
         * @description A column of an answer's table and how to read it.
         */
        AnswerColumn: {
            /** Name */
            name: string;
            /** Label */
            label: string;
            /**
             * Format
             * @enum {string}
             */
            format: "text" | "integer" | "number" | "percent" | "date" | "days" | "money" | "estimate" | "actor" | "evidence" | "link" | "list";
            /** Unit */
            unit: string | null;
            /** Caveat */
            caveat: string | null;
        };
        /**
         * AnswerMethod
         * @description How an answer was computed.
         */
        AnswerMethod: {
            /** Name */
            name: string;
            /** Version */
            version: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Seed */
            seed: number | null;
            /** Reference */
            reference: string | null;
        };
        /**
         * AnswerReadAt
         * @description Which record an answer was read from, and at which batch.
         */
        AnswerReadAt: {
            /** Record */
            record: string;
            /** Batch */
            batch: number;
            /** As Of */
            as_of: string | null;
        };
        /**
         * AnswerTable
         * @description A table of an answer; a row maps the columns' names to values.
         */
        AnswerTable: {
            /** Title */
            title: string;
            /** Note */
            note: string | null;
            /** Columns */
            columns: components["schemas"]["AnswerColumn"][];
            /** Rows */
            rows: {
                [key: string]: unknown;
            }[];
        };
        /**
         * BatchEntry
         * @description One change to the record, made of entries that can be undone together.
         */
        BatchEntry: {
            /** Batch */
            batch: number;
            /** Time */
            time: string;
            /** Reason */
            reason: string;
            /** Author */
            author: string;
            /** Entries */
            entries: number;
            /** Undone By */
            undone_by: number | null;
        };
        /**
         * Changed
         * @description The batch that a change made.
         */
        Changed: {
            /** Batch */
            batch: number;
        };
        /**
         * Changes
         * @description The record's latest batch, and whether it is later than the one that the caller has seen.
         */
        Changes: {
            /** Batch */
            batch: number;
            /** Changed */
            changed: boolean;
        };
        /**
         * ChangesQuery
         * @description The batch that the caller has seen, and how long to wait for a later one.
         */
        ChangesQuery: {
            /** Since */
            since: number;
            /**
             * Wait
             * @description Seconds to wait before answering that nothing changed
             * @default 25
             */
            wait: number;
        };
        /**
         * ClaimShape
         * @description One value said of the actor; claims that disagree all stay visible.
         */
        ClaimShape: {
            /** Id */
            id: number;
            /** Field */
            field: string;
            /** Value */
            value: string | number | boolean | null;
            /** Unit */
            unit: string | null;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** As Of */
            as_of: string | null;
            /** Assessor */
            assessor: string | null;
            /** Confidence */
            confidence: number | null;
            /** Evidence */
            evidence: number | null;
        };
        /**
         * Decision
         * @description Who decided that a mention is this actor, why, and how sure.
         */
        Decision: {
            /** Probability */
            probability: number | null;
            /** Reason */
            reason: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Batch */
            batch: number | null;
        };
        /**
         * EventShape
         * @description Something dated that happened; `actual` is false for what was only planned.
         */
        EventShape: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Date */
            date: string | null;
            /** Actual */
            actual: boolean;
            /** Role */
            role: string | null;
            /** Initiative */
            initiative: number | null;
            /** Evidence */
            evidence: number | null;
        };
        /**
         * EvidenceShape
         * @description The source record behind a tie or a claim; an address is http or https or absent.
         */
        EvidenceShape: {
            /** Id */
            id: number;
            /** Source */
            source: string;
            /** Label */
            label: string;
            /** Id In Source */
            id_in_source: string;
            /** Address */
            address: string | null;
            /** Date */
            date: string | null;
            /** Read On */
            read_on: string | null;
            /** Title */
            title: string | null;
            /** Own Statement */
            own_statement: boolean;
        };
        /**
         * Failure
         * @description What went wrong: an error of `ecotone.errors`, its parts apart and as one message.
         */
        Failure: {
            /** Kind */
            kind: string;
            /** What */
            what: string;
            /**
             * Where
             * @default null
             */
            where: string | null;
            /**
             * Got
             * @default null
             */
            got: string | null;
            /**
             * Expected
             * @default null
             */
            expected: string | null;
            /**
             * Remedy
             * @default null
             */
            remedy: string | null;
            /** Message */
            message: string;
        };
        /**
         * FailureAnswer
         * @description The body of every answer that is not a success.
         */
        FailureAnswer: {
            error: components["schemas"]["Failure"];
        };
        /**
         * FieldEntry
         * @description Something that a map can colour by.
         */
        FieldEntry: {
            /** Name */
            name: string;
            /** Label */
            label: string;
            /**
             * Type
             * @enum {string}
             */
            type: "category" | "number" | "date";
            /**
             * Values
             * @description Number of distinct values
             */
            values: number;
            /**
             * Actors
             * @description Number of actors that have one
             */
            actors: number;
        };
        /**
         * Found
         * @description An actor that a search found, and the name that matched.
         */
        Found: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            sector: components["schemas"]["Sector"] | null;
            /** City */
            city: string | null;
            /** Country */
            country: string | null;
            /** Matched */
            matched: string | null;
        };
        /**
         * Health
         * @description Whether the server can read its record.
         */
        Health: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "unwell";
            /** Version */
            version: string;
            /**
             * Title
             * @description The record's title; only told to who holds the token
             */
            title: string | null;
        };
        /**
         * History
         * @description The record's batches, the latest first.
         */
        History: {
            /** Batches */
            batches: components["schemas"]["BatchEntry"][];
        };
        /**
         * HistoryQuery
         * @description How many batches to list.
         */
        HistoryQuery: {
            /**
             * Limit
             * @default 100
             */
            limit: number;
        };
        /**
         * InitiativeShape
         * @description An innovation on its way to patients in which the actor has a part.
         */
        InitiativeShape: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Id In Source */
            id_in_source: string | null;
            /** Title */
            title: string;
        };
        /**
         * Job
         * @description Long work that the server does apart.
         */
        Job: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Title */
            title: string;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            progress: components["schemas"]["Progress"];
            /** Messages */
            messages: string[];
            /** Created */
            created: string;
            /** Started */
            started: string | null;
            /** Ended */
            ended: string | null;
            /** Answer */
            answer: {
                [key: string]: unknown;
            } | null;
            error: components["schemas"]["Failure"] | null;
        };
        /**
         * Jobs
         * @description The jobs of this record, the latest first.
         */
        Jobs: {
            /** Jobs */
            jobs: components["schemas"]["Job"][];
        };
        /**
         * KindCount
         * @description A kind of tie, what its ends are, what its weight counts, and how many ties are of it.
         */
        KindCount: {
            /** Name */
            name: string;
            /** Label */
            label: string;
            /** Directed */
            directed: boolean;
            /** Weight */
            weight: string;
            /** Source Role */
            source_role: string;
            /** Target Role */
            target_role: string;
            /** Count */
            count: number;
        };
        /**
         * MapActors
         * @description The actors of a map as columns of equal length. Coordinates lie within -1 and 1.
         */
        MapActors: {
            /** Id */
            id: number[];
            /** Name */
            name: string[];
            /** Sector */
            sector: (string | null)[];
            /** City */
            city: (string | null)[];
            /** Region */
            region: (string | null)[];
            /** Country */
            country: (string | null)[];
            /** X */
            x: number[];
            /** Y */
            y: number[];
            /** Component */
            component: number[];
            /** Measures */
            measures: {
                [key: string]: (number | null)[];
            };
            /** Fields */
            fields: {
                [key: string]: (string | number | boolean | null)[];
            };
        };
        /**
         * MapAnswer
         * @description Everything needed to draw the map.
         */
        MapAnswer: {
            /** Scope */
            scope: {
                [key: string]: string;
            };
            read_at: components["schemas"]["AnswerReadAt"];
            /** Seed */
            seed: number;
            actors: components["schemas"]["MapActors"];
            ties: components["schemas"]["MapTies"];
            /** Warnings */
            warnings: string[];
        };
        /**
         * MapQuery
         * @description A scope, and the seed of the layout.
         */
        MapQuery: {
            /**
             * Kind
             * @description Kinds of tie
             * @default []
             */
            kind: string[];
            /**
             * Sector
             * @description Sectors an actor may be of
             * @default []
             */
            sector: string[];
            /**
             * Place
             * @description Country, region or city, compared without case
             * @default []
             */
            place: string[];
            /**
             * From
             * @description Keep ties that held on or after this date
             * @default null
             */
            from: string | null;
            /**
             * To
             * @description Keep ties that held on or before this date
             * @default null
             */
            to: string | null;
            /**
             * As-Of
             * @description Answer as the record was known on that day
             * @default null
             */
            "as-of": string | null;
            /**
             * Seed
             * @description Seed of the layout: the same seed draws the same map
             * @default 1
             */
            seed: number;
        };
        /**
         * MapTies
         * @description The ties of a map as columns of equal length; one row for each pair and kind, its statements added up.
         */
        MapTies: {
            /**
             * Source
             * @description Index into the actors' columns
             */
            source: number[];
            /**
             * Target
             * @description Index into the actors' columns
             */
            target: number[];
            /** Kind */
            kind: string[];
            /** Weight */
            weight: number[];
            /** Directed */
            directed: boolean[];
            /**
             * From
             * @description Earliest start; null where unknown
             */
            from: (string | null)[];
            /**
             * To
             * @description Latest end; null where open or unknown
             */
            to: (string | null)[];
            /**
             * Evidence
             * @description Number of source records behind the tie
             */
            evidence: number[];
        };
        /**
         * Measure
         * @description A registered measure: its name, its formula, and what it does and does not mean.
         */
        Measure: {
            /** Name */
            name: string;
            /** Label */
            label: string;
            /** Formula */
            formula: string;
            /** Meaning */
            meaning: string;
            /** Caveat */
            caveat: string;
            /** Direction */
            direction: string;
            /** Weight */
            weight: string;
            /** Reference */
            reference: string;
        };
        /**
         * MentionShape
         * @description A name as a source wrote it.
         */
        MentionShape: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Role */
            role: string | null;
            /** Source */
            source: string;
            /** Id In Source */
            id_in_source: string | null;
            place: components["schemas"]["PlaceShape"];
            /** Evidence */
            evidence: number | null;
            decision: components["schemas"]["Decision"];
        };
        /**
         * Merge
         * @description Make `actor` one with `into`: its mentions move, nothing is lost.
         */
        Merge: {
            /** Actor */
            actor: number;
            /** Into */
            into: number;
            /** Reason */
            reason: string;
            /**
             * Author
             * @default
             */
            author: string;
        };
        /**
         * PlaceShape
         * @description Where an actor or mention is.
         */
        PlaceShape: {
            /**
             * City
             * @default null
             */
            city: string | null;
            /**
             * Region
             * @default null
             */
            region: string | null;
            /**
             * Country
             * @default null
             */
            country: string | null;
            /**
             * Latitude
             * @default null
             */
            latitude: number | null;
            /**
             * Longitude
             * @default null
             */
            longitude: number | null;
        };
        /**
         * Progress
         * @description How far a job is; `total` is null where nobody knows.
         */
        Progress: {
            /** Done */
            done: number;
            /** Total */
            total: number | null;
            /** What */
            what: string;
        };
        /**
         * Record
         * @description What the record holds, in figures, and the words to read it by.
         */
        Record: {
            /** Title */
            title: string;
            /** Batch */
            batch: number;
            /** Stats */
            stats: {
                [key: string]: number;
            };
            /** Sectors */
            sectors: components["schemas"]["SectorCount"][];
            /** Kinds */
            kinds: components["schemas"]["KindCount"][];
            years: components["schemas"]["Years"];
            /** Sources */
            sources: components["schemas"]["SourceCount"][];
            /** Fields */
            fields: components["schemas"]["FieldEntry"][];
            /** Warnings */
            warnings: string[];
        };
        /**
         * ReportQuery
         * @description A scope, and whether the dossier is shown or saved.
         */
        ReportQuery: {
            /**
             * Kind
             * @description Kinds of tie
             * @default []
             */
            kind: string[];
            /**
             * Sector
             * @description Sectors an actor may be of
             * @default []
             */
            sector: string[];
            /**
             * Place
             * @description Country, region or city, compared without case
             * @default []
             */
            place: string[];
            /**
             * From
             * @description Keep ties that held on or after this date
             * @default null
             */
            from: string | null;
            /**
             * To
             * @description Keep ties that held on or before this date
             * @default null
             */
            to: string | null;
            /**
             * As-Of
             * @description Answer as the record was known on that day
             * @default null
             */
            "as-of": string | null;
            /**
             * Download
             * @default false
             */
            download: boolean;
        };
        /**
         * ScopeQuery
         * @description The conditions of `ecotone.scope.Scope` as an HTTP query; `kind`, `sector` and `place` may be repeated or hold commas.
         */
        ScopeQuery: {
            /**
             * Kind
             * @description Kinds of tie
             * @default []
             */
            kind: string[];
            /**
             * Sector
             * @description Sectors an actor may be of
             * @default []
             */
            sector: string[];
            /**
             * Place
             * @description Country, region or city, compared without case
             * @default []
             */
            place: string[];
            /**
             * From
             * @description Keep ties that held on or after this date
             * @default null
             */
            from: string | null;
            /**
             * To
             * @description Keep ties that held on or before this date
             * @default null
             */
            to: string | null;
            /**
             * As-Of
             * @description Answer as the record was known on that day
             * @default null
             */
            "as-of": string | null;
        };
        /**
         * SearchAnswer
         * @description What a search found, best first.
         */
        SearchAnswer: {
            /** Q */
            q: string;
            /** Found */
            found: components["schemas"]["Found"][];
        };
        /**
         * SearchQuery
         * @description What to look for.
         */
        SearchQuery: {
            /**
             * Q
             * @description Part of a name; the first letters of words are enough
             */
            q: string;
            /**
             * Limit
             * @default 20
             */
            limit: number;
        };
        /**
         * Sector
         * @description What an actor is in the ecosystem.
         * @enum {string}
         */
        Sector: "provider" | "technology" | "academia" | "regulator" | "investor" | "industry" | "connector" | "patients" | "payer";
        /**
         * SectorCount
         * @description A sector, its colours on light and dark ground, and how many actors are of it.
         */
        SectorCount: {
            /** @description Null: actors whose sector is not known */
            sector: components["schemas"]["Sector"] | null;
            /** Label */
            label: string;
            /** Meaning */
            meaning: string;
            /** Light */
            light: string;
            /** Dark */
            dark: string;
            /** Count */
            count: number;
        };
        /**
         * SourceCount
         * @description A source that the record was built from, what it can show, and how much of it there is.
         */
        SourceCount: {
            /** Name */
            name: string;
            /** Label */
            label: string;
            /** Licence */
            licence: string | null;
            /** Shows */
            shows: string[];
            /** Records */
            records: number;
            /**
             * As Of
             * @description Date of the latest state that was read
             */
            as_of: string | null;
        };
        /**
         * TieShape
         * @description One stated tie, seen from the actor whose page it stands on.
         */
        TieShape: {
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            other: components["schemas"]["ActorLink"];
            /**
             * Direction
             * @enum {string}
             */
            direction: "out" | "in" | "both";
            /** Weight */
            weight: number;
            /** Valid From */
            valid_from: string | null;
            /** Valid To */
            valid_to: string | null;
            /** Evidence */
            evidence: number | null;
        };
        /**
         * Undo
         * @description Which batch to undo.
         */
        Undo: {
            /** Batch */
            batch: number;
            /**
             * Author
             * @default
             */
            author: string;
        };
        /**
         * Wire
         * @description A shape on the wire: unknown keys are refused, so that a misspelt one is never ignored.
         */
        Wire: Record<string, never>;
        /**
         * Years
         * @description First and last year in which a tie of the record held; null where none is dated.
         */
        Years: {
            /** Min */
            min: number | null;
            /** Max */
            max: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
